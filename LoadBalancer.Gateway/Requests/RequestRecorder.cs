using LoadBalancer.Gateway.Keys;
using LoadBalancer.Gateway.RequestLog;

namespace LoadBalancer.Gateway.Requests;

/// <summary>
/// What each request leaves behind that was to be proxied, whichever way it went: a line in the log, measurements. Where neither is
/// wanted it costs nothing. Thread-safe; allocates nothing.
/// </summary>
internal sealed class RequestRecorder(RequestLogLines log, RequestMetrics metrics, TimeProvider timeProvider)
{
    /// <summary>Whether requests are logged.</summary>
    public bool Logs => log.Buffer is not null;

    /// <summary>A request's head has been read.</summary>
    /// <returns>When, for <see cref="End"/>; 0 if nobody wants to know.</returns>
    public long Begin() => Logs || metrics.IsOn ? timeProvider.GetTimestamp() : 0;

    /// <summary>A request has ended.</summary>
    /// <param name="request">The request.</param>
    /// <param name="began">What <see cref="Begin"/> has said.</param>
    /// <param name="end">What became of it.</param>
    public void End<TRequest>(TRequest request, long began, in RequestEnd end)
        where TRequest : IKeyedRequest
    {
        if (began != 0)
        {
            var duration = timeProvider.GetElapsedTime(began);
            metrics.Record(end, duration);
            log.Add(request, end, duration);
        }
    }
}
