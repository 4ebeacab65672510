using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Health;

/// <summary>Exposes metrics for the health of servers, and for probes.</summary>
internal sealed class HealthMetrics(IMeterFactory meters, ClusterState state, HealthMonitor health) : IHostedService
{
    public const string Servers = "loadbalancer.servers";
    public const string Healthy = "loadbalancer.server.healthy";
    public const string Panic = "loadbalancer.panic";
    public const string Verdicts = "loadbalancer.verdicts";
    public const string Probes = "loadbalancer.probes";
    public const string Server = "server";
    public const string State = "state";
    public const string Verdict = "verdict";
    public const string Result = "result";

    private Counter<long>? _verdicts;
    private Counter<long>? _probes;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(GatewayMeter.Name);
        meter.CreateObservableGauge(Servers, CountServers, "{server}", "Servers in the membership, by state: active or draining.");
        meter.CreateObservableGauge(Healthy, JudgeServers, description: "1 if the server is healthy, else 0.");
        meter.CreateObservableGauge(
            Panic, () => state.Cluster.Health.IsPanic ? 1 : 0, description: "1 in panic mode: too few servers are healthy; else 0.");
        _verdicts = meter.CreateCounter<long>(Verdicts, "{verdict}", "Changes of this gateway's verdicts, by server.");
        _probes = meter.CreateCounter<long>(Probes, "{probe}", "Probes of this gateway, by server and result: passed or failed.");
        health.VerdictChanged += OnVerdictChanged;
        health.Probed += OnProbed;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        health.VerdictChanged -= OnVerdictChanged;
        health.Probed -= OnProbed;
        return Task.CompletedTask;
    }

    private void OnVerdictChanged(Server server, HealthTransition change) =>
        _verdicts!.Add(1, new(Server, server.Id.Value), new(Verdict, change.To.ToString()));

    private void OnProbed(Server server, ProbeResult result) =>
        _probes!.Add(1, new(Server, server.Id.Value), new(Result, result.Passed ? "passed" : "failed"));

    private IEnumerable<Measurement<int>> CountServers()
    {
        var servers = state.Cluster.Membership.Servers;
        var active = servers.Count(server => server.State == ServerState.Active);
        return [new(active, new KeyValuePair<string, object?>(State, "active")), new(
            servers.Length - active, new KeyValuePair<string, object?>(State, "draining"))];
    }

    private IEnumerable<Measurement<int>> JudgeServers()
    {
        var cluster = state.Cluster;
        return cluster.Membership.Servers.Select((server, i) => new Measurement<int>(
            cluster.Health.IsHealthy(i) ? 1 : 0, new KeyValuePair<string, object?>(Server, server.Id.Value)));
    }
}
