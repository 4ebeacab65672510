using System.IO.Pipelines;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// How long a connection may wait for a request, and a request's head for its end (slow heads are an old attack). Kept up by the
/// connection's reader, looked at by <see cref="Check"/> on any thread.
/// </summary>
internal sealed class GateDeadline(PipeReader input, TimeProvider timeProvider)
{
    private long _since;
    private TimeSpan _longest;
    private MessageError _error;
    private volatile bool _isOver;

    /// <summary>
    /// What has become of it: <see cref="MessageError.None"/> if nothing came, a refusal if not enough did; <see langword="null"/> if it is
    /// not over.
    /// </summary>
    public MessageError? Expired => _isOver ? _error : null;

    /// <summary>Nothing of a request has come yet.</summary>
    public void BeginIdle(TimeSpan longest) => Begin(longest, MessageError.None);

    /// <summary>A part of a head has come; the time of all of it runs since its first byte.</summary>
    public void BeginHead(TimeSpan longest)
    {
        if (_error != MessageError.HeadTimeout || Volatile.Read(ref _since) == 0)
        {
            Begin(longest, MessageError.HeadTimeout);
        }
    }

    /// <summary>A request's head is complete, or somebody else's time runs.</summary>
    public void End() => Volatile.Write(ref _since, 0);

    /// <summary>Ends the wait if it has been too long.</summary>
    public void Check()
    {
        if (Volatile.Read(ref _since) is not 0 and var since && timeProvider.GetElapsedTime(since) > _longest && Volatile.Read(ref _since) == since)
        {
            _isOver = true;
            input.CancelPendingRead();
        }
    }

    private void Begin(TimeSpan longest, MessageError error)
    {
        _longest = longest;
        _error = error;
        _isOver = false;
        Volatile.Write(ref _since, timeProvider.GetTimestamp());
    }
}
