using System.Globalization;
using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Yarp.Policies;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Provides YARP's configuration from the membership: one route that matches every request, and one cluster with every server. The
/// cluster's HTTP client never changes and unchanged servers are kept, so no connection is closed.
/// </summary>
internal sealed class MembershipRoutes : IMembershipPreparation, IConfigChangeListener
{
    private const string ClusterId = "servers";

    private static readonly RouteConfig[] Routes =
        [new() { RouteId = "all", ClusterId = ClusterId, Match = new() { Path = "/{**everything}" }, Order = int.MaxValue }];

    private readonly ForwarderRequestConfig _request;
    private volatile Change _latest = new(0);

    public MembershipRoutes(IOptions<UpstreamOptions> options)
    {
        _request = new()
        {
            // ExchangeWatch ends silent exchanges, with a timeout for each of their parts.
            ActivityTimeout = Timeout.InfiniteTimeSpan,
            Version = options.Value.ServerProtocol.ToVersion(),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        Provider = new(Routes, [Cluster([])], _latest.Revision);
    }

    /// <summary>The provider of YARP's configuration.</summary>
    public InMemoryConfigProvider Provider { get; }

    /// <inheritdoc />
    public async Task PrepareAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        var change = new Change(_latest.Number + 1);
        _latest = change;
        Provider.Update(Routes, [Cluster(membership.Servers)], change.Revision);
        await change.Applied.Task.WaitAsync(cancellationToken);
    }

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => AwaitedAmong(proxyConfigs)?.Applied.TrySetResult();

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) =>
        AwaitedAmong(proxyConfigs)?.Applied.TrySetException(exception);

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) =>
        _latest.Applied.TrySetException(exception);

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        // Loading is only the first step; PrepareAsync waits until the configuration is applied.
    }

    private Change? AwaitedAmong(IReadOnlyList<IProxyConfig> configs)
    {
        var latest = _latest;
        return configs.Any(config => string.Equals(config.RevisionId, latest.Revision, StringComparison.Ordinal)) ? latest : null;
    }

    private ClusterConfig Cluster(IEnumerable<Server> servers) => new()
    {
        ClusterId = ClusterId,
        LoadBalancingPolicy = ConsistentHashPolicy.PolicyName,
        HttpRequest = _request,
        Destinations = servers.ToDictionary(
            server => server.Id.Value, server => new DestinationConfig { Address = server.Url }, StringComparer.Ordinal),
    };

    private sealed record Change(long Number)
    {
        public string Revision { get; } = Number.ToString(CultureInfo.InvariantCulture);

        public TaskCompletionSource Applied { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
