using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>Services that all client connections share.</summary>
internal sealed record RelayServices(
    RelayRules Rules,
    RequestPlacer Placer,
    AttemptRecorder Recorder,
    RequestRecorder Requests,
    RetryPolicy Policy,
    HealthMonitor Health,
    UpstreamPools Pools,
    UpstreamConnector Connector,
    RequestHeadWriter RequestHeads,
    ResponseHeadWriter ResponseHeads,
    LocalResponses LocalResponses,
    Admission Admission,
    Rejections Rejections,
    TrustedProxies Trusted,
    IOptions<LimitsOptions> Limits,
    IOptions<UpstreamOptions> Upstream,
    TimeProvider TimeProvider,
    ITraceSampling? Sampling = null);
