using System.Collections.Immutable;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Registry.Gateways;

/// <summary>What all other gateways say, added up.</summary>
/// <param name="Gateways">Who they are.</param>
/// <param name="InFlight">What they have in flight together, by server id; servers without are left out.</param>
/// <param name="Votes">What they think, by the names that they call servers by in their reports.</param>
public sealed record OtherGateways(
    ImmutableArray<string> Gateways, ImmutableDictionary<string, int> InFlight, ImmutableDictionary<string, Votes> Votes)
{
    /// <summary>There are none, or nothing is known of them.</summary>
    public static readonly OtherGateways None = new([], [], []);

    /// <summary>Adds reports up. O(their size).</summary>
    public static OtherGateways Sum(IEnumerable<GatewayReport> reports)
    {
        var inFlight = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        var votes = ImmutableDictionary.CreateBuilder<string, Votes>(StringComparer.Ordinal);
        var gateways = ImmutableArray.CreateBuilder<string>();
        foreach (var report in reports)
        {
            gateways.Add(report.Gateway);
            foreach (var (id, count) in report.InFlight)
            {
                inFlight[id] = inFlight.GetValueOrDefault(id) + count;
            }

            Count(votes, report.Up, new(1, 0));
            Count(votes, report.Down, new(0, 1));
        }

        return new(gateways.ToImmutable(), inFlight.ToImmutable(), votes.ToImmutable());
    }

    /// <summary>Takes one gateway's report out again.</summary>
    public OtherGateways Without(GatewayReport report)
    {
        var minus = Sum([report]);
        return new(
            Gateways.Remove(report.Gateway),
            InFlight.Select(entry => KeyValuePair.Create(entry.Key, entry.Value - minus.InFlight.GetValueOrDefault(entry.Key)))
                .Where(entry => entry.Value > 0)
                .ToImmutableDictionary(StringComparer.Ordinal),
            Votes.Select(entry => KeyValuePair.Create(entry.Key, Minus(entry.Value, minus.Votes.GetValueOrDefault(entry.Key))))
                .Where(entry => entry.Value != default)
                .ToImmutableDictionary(StringComparer.Ordinal));
    }

    private static void Count(ImmutableDictionary<string, Votes>.Builder votes, ImmutableArray<string> servers, Votes more)
    {
        foreach (var server in servers)
        {
            var present = votes.GetValueOrDefault(server);
            votes[server] = new(present.Up + more.Up, present.Down + more.Down);
        }
    }

    private static Votes Minus(Votes left, Votes right) => new(left.Up - right.Up, left.Down - right.Down);
}
