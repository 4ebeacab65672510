using LoadBalancer.Cluster.Recording;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.RequestLog;
using LoadBalancer.Proxy.Telemetry.Tail;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>
/// Records each request to the proxy, whether relayed or handled by the framework: the class of its response in the statistics, and, if
/// enabled, a line in the log, a line for those who look at requests, and metrics. Thread-safe; does not allocate.
/// </summary>
internal sealed class RequestRecorder(
    RequestLogLines log, RequestTail tail, RequestMetrics metrics, RequestCounters counters, TimeProvider timeProvider)
{
    /// <summary>Whether the bytes of responses are counted, since they are part of a line.</summary>
    public bool CountsBytes => log.Buffer is not null || tail.IsWanted;

    /// <summary>Begins a request whose head has been read.</summary>
    /// <returns>The timestamp for <see cref="End"/>; 0 if nobody is interested in the request.</returns>
    public long Begin() => CountsBytes || metrics.IsOn ? timeProvider.GetTimestamp() : 0;

    /// <summary>Records a request that has ended.</summary>
    /// <param name="request">The request.</param>
    /// <param name="began">The timestamp that <see cref="Begin"/> returned.</param>
    /// <param name="end">The result of the request.</param>
    public void End<TRequest>(TRequest request, long began, in RequestEnd end)
        where TRequest : IKeyedRequest
    {
        Count(end);
        if (began != 0)
        {
            var now = timeProvider.GetTimestamp();
            var duration = timeProvider.GetElapsedTime(began, now);
            metrics.Record(end, duration);
            log.Add(request, end, duration);
            tail.Add(request, end, began, now);
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
            counters.Unplaced.CountResponse(end.Status, CauseOf(end));
        }
    }

    private static RejectionCause? CauseOf(in RequestEnd end) => (end.Status, end.ProxyError) switch
    {
        (StatusCodes.Status429TooManyRequests, _) => RejectionCause.Rate,
        (StatusCodes.Status503ServiceUnavailable, Problems.RequestDenied) => RejectionCause.Overload,
        (StatusCodes.Status503ServiceUnavailable, _) => RejectionCause.NoServer,
        _ => null,
    };
}
