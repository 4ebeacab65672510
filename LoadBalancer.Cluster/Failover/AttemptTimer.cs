using System.Diagnostics.CodeAnalysis;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// Cancels one attempt when it times out or when the client disconnects. Reused unless it has done so. The state decides every race between
/// the beginning of the response and the timeout: exactly one of them wins. Most attempts end long before their timeout; the platform's
/// timer is not stopped for that, but keeps running for later attempts, and is set again only when it fires.
/// </summary>
internal sealed class AttemptTimer : IDisposable
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Deciding = 2;
    private const int Expiring = 3;
    private const int Expired = 4;

    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _source = new();
    private readonly ITimer _timer;
    private CancellationTokenRegistration _client;
    private RetryState? _owner;
    private long _started;
    private TimeSpan _due;
    private long _fires;
    private int _isSet;
    private int _state;

    public AttemptTimer(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _timer = timeProvider.CreateTimer(
            static timer => ((AttemptTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The token that cancels the attempt.</summary>
    public CancellationToken Token => _source.Token;

    public void Start(RetryState owner, TimeSpan due, CancellationToken clientGone)
    {
        _owner = owner;
        _started = _timeProvider.GetTimestamp();
        _due = due;
        _client = clientGone.UnsafeRegister(static timer => ((AttemptTimer)timer!)._source.Cancel(), this);

        // Either this thread sees that the timer has fired, or the timer sees the running state: full fences order both.
        Interlocked.Exchange(ref _state, Running);
        if (Volatile.Read(ref _isSet) == 0 || Volatile.Read(ref _fires) > EndOf(_started, due))
        {
            Set(due);
        }
    }

    /// <summary>Stops the timer when the response has begun or the attempt has ended.</summary>
    /// <returns><see langword="false"/> if the attempt had timed out before.</returns>
    public bool Stop()
    {
        var wait = default(SpinWait);
        while (Volatile.Read(ref _state) is var state and not Expired)
        {
            if (state == Idle)
            {
                return true;
            }

            if (state != Running)
            {
                // The owner is being asked or notified, which is short.
                wait.SpinOnce();
            }
            else if (Interlocked.CompareExchange(ref _state, Idle, Running) == Running)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends the attempt at once, unless the timer was stopped or the attempt has timed out. Thread-safe.</summary>
    /// <returns>Whether this call has ended it.</returns>
    public bool TryExpire(Expiry expiry)
    {
        var wait = default(SpinWait);
        while (Volatile.Read(ref _state) is var state and not (Idle or Expired))
        {
            if (state == Running && Interlocked.CompareExchange(ref _state, Expiring, Running) == Running)
            {
                Expire(_owner, expiry);
                return true;
            }

            wait.SpinOnce();
        }

        return false;
    }

    /// <summary>Prepares the timer for another attempt.</summary>
    /// <returns><see langword="false"/> if the timer has canceled an attempt and cannot be reused.</returns>
    public bool TryReset()
    {
        var stopped = Stop();
        _client.Dispose();
        _owner = null;
        return stopped && _source.TryReset();
    }

    /// <summary>Does not dispose the token source: another thread may be canceling it, and it holds no unmanaged resources.</summary>
    [SuppressMessage("Usage", "CA2213", Justification = "See above.")]
    public void Dispose() => _timer.Dispose();

    private void OnDue()
    {
        Interlocked.Exchange(ref _isSet, 0);
        if (Interlocked.CompareExchange(ref _state, Deciding, Running) != Running)
        {
            return;
        }

        // A callback may run late, when the timer already serves another request, or slightly early. The owner does not go on before the
        // end of the decision, so that it is about its current attempt.
        var owner = _owner;
        var left = _due - _timeProvider.GetElapsedTime(_started);
        var expiry = Expiry.None;
        if (left <= TimeSpan.Zero && owner is not null)
        {
            left = owner.WaitOn(out expiry);
        }

        if (left > TimeSpan.Zero)
        {
            GoOn(left);
        }
        else
        {
            Expire(owner, expiry);
        }
    }

    private void GoOn(TimeSpan left)
    {
        // Set before the owner can go on and set it for its next attempt.
        Set(left > Resolution ? left : Resolution);
        Interlocked.Exchange(ref _state, Running);
        if (Volatile.Read(ref _isSet) == 0)
        {
            // It has fired in the meantime, when the state did not allow a decision.
            OnDue();
        }
    }

    private void Expire(RetryState? owner, Expiry expiry)
    {
        // Notify the owner before the expired state is visible; afterwards the owner may already have begun its next request.
        owner?.OnExpired(expiry);
        Volatile.Write(ref _state, Expired);
        _source.Cancel();
    }

    private void Set(TimeSpan due)
    {
        Volatile.Write(ref _fires, EndOf(_timeProvider.GetTimestamp(), due));
        Volatile.Write(ref _isSet, 1);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private long EndOf(long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * _timeProvider.TimestampFrequency);
}
