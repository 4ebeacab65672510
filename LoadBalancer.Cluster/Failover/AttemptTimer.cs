using System.Diagnostics.CodeAnalysis;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// Ends one attempt when its time is up or when the client has gone. Used again and again unless it did. The state decides
/// every race between the response's beginning and the time's end: exactly one of them wins. Most attempts end long before their time:
/// the platform's timer is not stopped for that, but runs on for those that follow and is set anew only when it fires.
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

    /// <summary>What the attempt works under.</summary>
    public CancellationToken Token => _source.Token;

    public void Start(RetryState owner, TimeSpan due, CancellationToken clientGone)
    {
        _owner = owner;
        _started = _timeProvider.GetTimestamp();
        _due = due;
        _client = clientGone.UnsafeRegister(static timer => ((AttemptTimer)timer!)._source.Cancel(), this);

        // Either this sees that the timer has fired, or the timer sees that it runs: both are ordered by full fences.
        Interlocked.Exchange(ref _state, Running);
        if (Volatile.Read(ref _isSet) == 0 || Volatile.Read(ref _fires) > EndOf(_started, due))
        {
            Set(due);
        }
    }

    /// <summary>The response has begun, or the attempt is over.</summary>
    /// <returns><see langword="false"/> if the time was up before.</returns>
    public bool Stop()
    {
        var wait = default(SpinWait);
        while (Volatile.Read(ref _state) is var state and not Expired)
        {
            if (state == Idle)
            {
                return true;
            }

            if (state == Expiring)
            {
                // The owner is just being told.
                wait.SpinOnce();
                continue;
            }

            if (Interlocked.CompareExchange(ref _state, Idle, state) == state)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes it ready for another attempt.</summary>
    /// <returns><see langword="false"/> if it has ended one and is of no more use.</returns>
    public bool TryReset()
    {
        var stopped = Stop();
        _client.Dispose();
        _owner = null;
        return stopped && _source.TryReset();
    }

    /// <summary>
    /// Not of the source: its cancellation may be under way on another thread, and it holds nothing that the collector does not find.
    /// </summary>
    [SuppressMessage("Usage", "CA2213", Justification = "See above.")]
    public void Dispose() => _timer.Dispose();

    private void OnDue()
    {
        Interlocked.Exchange(ref _isSet, 0);
        if (Interlocked.CompareExchange(ref _state, Deciding, Running) != Running)
        {
            return;
        }

        // A callback may come late, when the timer serves another request already, or a moment early.
        var owner = _owner;
        var left = _due - _timeProvider.GetElapsedTime(_started);
        var holdsRetry = false;
        if (left <= TimeSpan.Zero && owner is not null)
        {
            left = owner.WaitOn(out holdsRetry);
        }

        if (left > TimeSpan.Zero)
        {
            GoOn(left);
        }
        else if (Interlocked.CompareExchange(ref _state, Expiring, Deciding) == Deciding)
        {
            // Before anybody sees that it has expired: then the owner may be at its next request.
            owner?.OnExpired(holdsRetry);
            Volatile.Write(ref _state, Expired);
            _source.Cancel();
        }
        else if (holdsRetry)
        {
            owner?.GiveBackRetry();
        }
    }

    private void GoOn(TimeSpan left)
    {
        if (Interlocked.CompareExchange(ref _state, Running, Deciding) == Deciding)
        {
            Set(left > Resolution ? left : Resolution);
        }
    }

    private void Set(TimeSpan due)
    {
        Volatile.Write(ref _fires, EndOf(_timeProvider.GetTimestamp(), due));
        Volatile.Write(ref _isSet, 1);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private long EndOf(long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * _timeProvider.TimestampFrequency);
}
