using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Draining;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>Services that all client connections share, by what a connection needs them for.</summary>
internal sealed record RelayServices(
    RelayServices.RoutingServices Routing,
    RelayServices.UpstreamServices Upstream,
    RelayServices.WriterServices Writers,
    RelayServices.LimitServices Limits,
    RelayServices.RecorderServices Recorders,
    TimeProvider TimeProvider)
{
    /// <summary>Decides where a request goes, and where it goes next after a failure.</summary>
    internal sealed record RoutingServices(RelayRules Rules, RequestPlacer Placer, RetryPolicy Retries, HealthMonitor Health);

    /// <summary>Provides connections to servers.</summary>
    internal sealed record UpstreamServices(UpstreamPools Pools, UpstreamConnector Connector, Timeouts Timeouts, LeavingServers Leaving);

    /// <summary>Writes heads, and the gateway's own responses.</summary>
    internal sealed record WriterServices(RequestHeadWriter RequestHeads, ResponseHeadWriter ResponseHeads, LocalResponses LocalResponses);

    /// <summary>Limits what clients may do, and counts what was rejected.</summary>
    internal sealed record LimitServices(
        Admission Admission, Rejections Rejections, TrustedProxies Trusted, IOptions<LimitsOptions> Options);

    /// <summary>Records requests and attempts: counters, metrics, the request log, and traces.</summary>
    internal sealed record RecorderServices(AttemptRecorder Attempts, RequestRecorder Requests, ITraceSampling? Sampling = null);
}
