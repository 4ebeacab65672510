using LoadBalancer.Gateway.Clients;
using LoadBalancer.Gateway.Health;
using LoadBalancer.Gateway.Limits;
using LoadBalancer.Gateway.Placement;
using LoadBalancer.Gateway.Requests;
using LoadBalancer.Gateway.Responses;
using LoadBalancer.Gateway.Retries;
using LoadBalancer.Gateway.Servers;
using LoadBalancer.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Relay;

/// <summary>What the connections of all clients share.</summary>
internal sealed record RelayServices(
    RelayRules Rules,
    RequestPlacer Placer,
    TryRecorder Recorder,
    RequestRecorder Requests,
    RetryPolicy Policy,
    HealthMonitor Health,
    ServerPools Pools,
    ServerConnector Connector,
    RequestHeadWriter RequestHeads,
    AnswerHeadWriter AnswerHeads,
    OwnAnswers OwnAnswers,
    Admission Admission,
    Refusals Refusals,
    TrustedProxies Trusted,
    IOptions<LimitsOptions> Limits,
    IOptions<UpstreamOptions> Upstream,
    TimeProvider TimeProvider,
    TraceSampling? Sampling = null);
