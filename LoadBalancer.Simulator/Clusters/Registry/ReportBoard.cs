using System.Runtime.InteropServices;
using LoadBalancer.Core.Health;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>What gateways tell each other, kept as sums so that an exchange costs what changed, not gateways × servers.</summary>
internal sealed class ReportBoard(VirtualTime time)
{
    /// <summary>How long a report counts unless the gateway sends another.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<string, (GatewayReport Report, DateTimeOffset Until)> _reports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _inFlight = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Votes> _votes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _down = new(StringComparer.Ordinal);

    public OtherGateways Exchange(GatewayReport report)
    {
        foreach (var silent in _reports.Where(entry => entry.Value.Until <= time.Now).Select(entry => entry.Key).ToArray())
        {
            Remove(silent);
        }

        Remove(report.Gateway);
        _reports[report.Gateway] = (report, time.Now + Lifetime);
        Add(report, 1);
        return Without(report);
    }

    public void Clear()
    {
        foreach (var gateway in _reports.Keys.ToArray())
        {
            Remove(gateway);
        }
    }

    private OtherGateways Without(GatewayReport own)
    {
        var inFlight = new Dictionary<string, int>(_inFlight, StringComparer.Ordinal);
        foreach (var (id, count) in own.InFlight)
        {
            Add(inFlight, id, -count);
        }

        var (up, down) = (own.Up.ToHashSet(StringComparer.Ordinal), own.Down.ToHashSet(StringComparer.Ordinal));
        var votes = _down.Keys.ToDictionary(
            name => name, name => new Votes(_votes[name].Up - (up.Contains(name) ? 1 : 0), _votes[name].Down - (down.Contains(name) ? 1 : 0)), StringComparer.Ordinal);
        foreach (var name in down.Where(name => votes[name].Down == 0))
        {
            votes.Remove(name);
        }

        return new([.. _reports.Keys.Where(gateway => !string.Equals(gateway, own.Gateway, StringComparison.Ordinal))], inFlight, votes);
    }

    private void Remove(string gateway)
    {
        if (_reports.Remove(gateway, out var entry))
        {
            Add(entry.Report, -1);
        }
    }

    private void Add(GatewayReport report, int sign)
    {
        foreach (var (id, count) in report.InFlight)
        {
            Add(_inFlight, id, sign * count);
        }

        foreach (var name in report.Up)
        {
            ref var votes = ref CollectionsMarshal.GetValueRefOrAddDefault(_votes, name, out _);
            votes = votes with { Up = votes.Up + sign };
        }

        foreach (var name in report.Down)
        {
            ref var votes = ref CollectionsMarshal.GetValueRefOrAddDefault(_votes, name, out _);
            votes = votes with { Down = votes.Down + sign };
            Add(_down, name, sign);
        }
    }

    private static void Add(Dictionary<string, int> counts, string name, int count)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, name, out _);
        sum += count;
        if (sum == 0)
        {
            counts.Remove(name);
        }
    }
}
