using System.Globalization;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Watches gateways and dashboard until they serve, says so once, and is done when each has answered.</summary>
internal sealed class ReadinessWatcher(ClusterTopology topology, IHealthProbe probe, Action<string> onAnswer, ILaunchOutput output, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>When the user is told what is missing.</summary>
    public static readonly TimeSpan Overdue = TimeSpan.FromSeconds(60);

    private readonly Readiness _readiness = new(topology.Backends.Length, topology.Gateways.Select(gateway => gateway.Name));
    private readonly long _startedAt = time.GetTimestamp();

    private TimeSpan Elapsed => time.GetElapsedTime(_startedAt);

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var warned = false;

        while (!await ProbeAllAsync(stop))
        {
            if (!warned && Elapsed >= Overdue)
            {
                warned = true;
                output.WriteErrorLine(string.Create(
                    CultureInfo.InvariantCulture, $"Warning: not ready after {Overdue.TotalSeconds} s, waiting on: {_readiness.Missing}"));
            }

            await timer.WaitForNextTickAsync(stop);
        }

        var shortfall = _readiness.Missing;
        output.WriteLine($"Ready: {string.Join(", ", topology.Gateways.Select(UrlOf))}, dashboard {UrlOf(topology.Dashboard)}{(shortfall.Length > 0 ? $" ({shortfall})" : "")}");

        while (!_readiness.HasDashboard)
        {
            await timer.WaitForNextTickAsync(stop);
            await ProbeDashboardAsync(stop);
        }
    }

    private async Task<bool> ProbeAllAsync(CancellationToken stop)
    {
        await ProbeDashboardAsync(stop);
        var answers = await Task.WhenAll(topology.Gateways.Select(async gateway => (gateway.Name, Usable: await probe.CountUsableAsync(gateway, stop))));
        var now = Elapsed;

        foreach (var (name, usable) in answers)
        {
            _readiness.Observe(name, usable, now);

            if (usable is not null)
            {
                onAnswer(name);
            }
        }

        return _readiness.IsReached(now);
    }

    private async Task ProbeDashboardAsync(CancellationToken stop)
    {
        if (!_readiness.HasDashboard && await probe.AnswersAsync(topology.Dashboard, stop))
        {
            _readiness.ObserveDashboard();
            onAnswer(topology.Dashboard.Name);
        }
    }

    private static string UrlOf(ProjectResource resource) => new UriBuilder(Uri.UriSchemeHttp, "localhost", resource.Endpoint.Port!.Value).Uri.ToString();
}
