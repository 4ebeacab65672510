using LoadBalancer.Cluster.Recording;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Telemetry.RequestLog;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>
/// What each request leaves behind that was to be proxied, whichever way it went: the class of its response in the statistics, and, where
/// they are wanted, a line in the log and measurements. Thread-safe; allocates nothing.
/// </summary>
internal sealed class RequestRecorder(RequestLogLines log, RequestMetrics metrics, RequestCounters counters, TimeProvider timeProvider)
{
    /// <summary>Whether requests are logged.</summary>
    public bool Logs => log.Buffer is not null;

    /// <summary>A request's head has been read.</summary>
    /// <returns>When, for <see cref="End"/>; 0 if neither log nor measurements want to know.</returns>
    public long Begin() => Logs || metrics.IsOn ? timeProvider.GetTimestamp() : 0;

    /// <summary>A request has ended.</summary>
    /// <param name="request">The request.</param>
    /// <param name="began">What <see cref="Begin"/> has said.</param>
    /// <param name="end">What became of it.</param>
    public void End<TRequest>(TRequest request, long began, in RequestEnd end)
        where TRequest : IKeyedRequest
    {
        Count(end);
        if (began != 0)
        {
            var duration = timeProvider.GetElapsedTime(began);
            metrics.Record(end, duration);
            log.Add(request, end, duration);
        }
    }

    private void Count(in RequestEnd end)
    {
        var hasLeft = end.Status == RequestEnd.ClientLeft;
        if (end.Attempts?.Last is { } server)
        {
            var counter = counters.Of(server.Id);
            if (hasLeft)
            {
                counter.CountClientLeft();
            }
            else
            {
                counter.CountResponse(end.Status, end.IsGateways);
            }
        }
        else if (hasLeft)
        {
            counters.Unplaced.CountClientLeft();
        }
        else
        {
            counters.Unplaced.CountResponse(end.Status);
        }
    }
}
