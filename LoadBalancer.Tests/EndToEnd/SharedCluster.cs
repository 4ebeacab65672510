namespace LoadBalancer.Tests.EndToEnd;

/// <summary>One cluster for all tests that restore its state: three servers, two gateways, and the embedded store.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private RunningCluster? _cluster;

    internal RunningCluster Cluster => _cluster!;

    /// <summary>The time that a joining server takes to reach its full weight: short, so that tests can wait for it.</summary>
    public static TimeSpan SlowStart { get; } = TimeSpan.FromSeconds(1);

    public async ValueTask InitializeAsync() =>
        _cluster = await RunningCluster.StartAsync(backends: 3, gateways: 2, redis: null, ("Gateway__SlowStart", SlowStart.ToString()));

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
