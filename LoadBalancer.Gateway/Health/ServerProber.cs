using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.State;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Health;

/// <summary>
/// Probes this gateway's share of the servers, each at its own pace with a little jitter, and, at once, a server that
/// another gateway finds unhealthy and this one does not.
/// </summary>
internal sealed class ServerProber(
    ClusterState state, HealthMonitor health, ProbeClient client, IOptions<GatewayOptions> options, TimeProvider timeProvider) : BackgroundService
{
    private const double Jitter = 0.1;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, Schedule> _schedules = new(StringComparer.Ordinal);
    private readonly TimeSpan _interval = options.Value.Health.Interval;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick < _interval ? Tick : _interval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = timeProvider.GetUtcNow();
            var membership = state.Cluster.Membership;
            foreach (var server in membership.Servers)
            {
                Consider(server, now, stoppingToken);
            }

            Forget(membership);
        }
    }

    private void Consider(Server server, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!_schedules.TryGetValue(server.Id, out var schedule))
        {
            // Spread over the first interval, so that servers that joined together are not probed together for ever.
            _schedules[server.Id] = schedule = new() { Due = now + (_interval * Random.Shared.NextDouble()) };
        }

        var isDue = schedule.Due <= now && health.Share.Includes(server.Id);
        if (!schedule.Running.IsCompleted || !(isDue || health.IsDisputed(server)))
        {
            return;
        }

        schedule.Due = now + (_interval * (1 + (Jitter * ((2 * Random.Shared.NextDouble()) - 1))));
        schedule.Running = ProbeAsync(server, cancellationToken);
    }

    private async Task ProbeAsync(Server server, CancellationToken cancellationToken) =>
        health.Observe(server, await client.ProbeAsync(server, cancellationToken));

    private void Forget(MembershipSnapshot membership)
    {
        foreach (var id in _schedules.Keys.Where(id => membership.Find(id) is null).ToArray())
        {
            _schedules.Remove(id);
        }
    }

    private sealed class Schedule
    {
        public DateTimeOffset Due { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
