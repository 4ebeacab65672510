using System.Collections.Concurrent;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The pools of all servers by id. Pools of servers that have left, moved, or restarted are closed. Thread-safe.</summary>
internal sealed class UpstreamPools(ClusterState state, IOptions<UpstreamOptions> options, TimeProvider timeProvider)
    : BackgroundService
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ServerId, UpstreamPool> _pools = new();

    /// <summary>Returns a server's pool. O(1); allocates only for a new pool.</summary>
    public UpstreamPool Of(Server server) =>
        _pools.TryGetValue(server.Id, out var pool) && pool.IsOf(server) ? pool : Open(server);

    public override void Dispose()
    {
        base.Dispose();
        foreach (var pool in _pools.Values)
        {
            pool.Retire();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepInterval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Sweep();
        }
    }

    private UpstreamPool Open(Server server)
    {
        var opened = new UpstreamPool(new(server.Url), server.Instance, options.Value.ServerIdleTimeout, timeProvider);
        while (true)
        {
            var pool = _pools.GetOrAdd(server.Id, opened);
            if (pool.IsOf(server))
            {
                return pool;
            }

            if (_pools.TryUpdate(server.Id, opened, pool))
            {
                pool.Retire();
            }
        }
    }

    private void Sweep()
    {
        var membership = state.Cluster.Membership;
        foreach (var (id, pool) in _pools)
        {
            if (membership.Find(id) is not null)
            {
                pool.Sweep();
            }
            else if (_pools.TryRemove(id, out var left))
            {
                left.Retire();
            }
        }
    }
}
