namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// The identity of the exchange in progress. Its objects serve one exchange after the other, and other threads act on them: whoever does so
/// presents the identity that was current before it looked, so that what was meant for one exchange never reaches the next.
/// <see cref="Begin"/> and <see cref="End"/> are called by the thread that owns the exchange; the other members are thread-safe. No locks.
/// </summary>
internal sealed class ExchangeIdentity
{
    private const long Open = 1;
    private const int ActorShift = 1;
    private const long Actor = (long)int.MaxValue << ActorShift;
    private const long Step = 1L << 32;

    /// <summary>
    /// From the highest bit: the number of the exchange, the thread that acts on it (0 if none does), and whether it is open.
    /// </summary>
    private long _state;

    /// <summary>The identity of the exchange in progress; between exchanges, one on which nothing can act.</summary>
    public long Current => Volatile.Read(ref _state);

    /// <summary>Begins another exchange, after the end of the previous one.</summary>
    public void Begin() => Volatile.Write(ref _state, (_state + Step) | Open);

    /// <summary>
    /// Ends the exchange, if one is open. An act in progress on another thread, which is short, is waited for; there is none afterwards.
    /// The act itself may get here, if what it ends is awaited inline.
    /// </summary>
    public void End()
    {
        var wait = default(SpinWait);
        while (Volatile.Read(ref _state) is var state && (state & Open) != 0)
        {
            if ((state & Actor) != 0 && (state & Actor) != Self)
            {
                wait.SpinOnce();
            }
            else
            {
                Interlocked.CompareExchange(ref _state, state & ~(Open | Actor), state);
            }
        }
    }

    /// <summary>Ends the exchange and begins another.</summary>
    public void Renew()
    {
        End();
        Begin();
    }

    /// <summary>Acts on an exchange unless it has ended, or another thread is acting on it.</summary>
    /// <param name="exchange">What <see cref="Current"/> was before the reason to act was found.</param>
    /// <param name="act">
    /// What to do. Must not block. What may continue the exchange inline comes last, since the next exchange may have begun when it
    /// returns.
    /// </param>
    /// <returns>Whether it was done.</returns>
    public bool TryAct(long exchange, Action act)
    {
        if ((exchange & (Open | Actor)) != Open || Interlocked.CompareExchange(ref _state, exchange | Self, exchange) != exchange)
        {
            return false;
        }

        try
        {
            act();
            return true;
        }
        finally
        {
            // Unless the act has ended the exchange.
            Interlocked.CompareExchange(ref _state, exchange, exchange | Self);
        }
    }

    private static long Self => (long)Environment.CurrentManagedThreadId << ActorShift;
}
