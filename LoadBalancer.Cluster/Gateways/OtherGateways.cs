using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>What all other gateways say, added up.</summary>
/// <param name="Gateways">Who they are.</param>
/// <param name="InFlight">What they have in flight together, by server id; servers without are left out.</param>
/// <param name="Votes">What they think, by the names that they call servers by in their reports.</param>
public sealed record OtherGateways(
    ImmutableArray<string> Gateways, IReadOnlyDictionary<string, int> InFlight, IReadOnlyDictionary<string, Votes> Votes)
{
    /// <summary>
    /// What all gateways think, this one included, when the sum was made; <see langword="null"/> where that is not known.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, Votes>? All { get; init; }

    /// <summary>Whether this gateway has made the sum: most of the time one gateway does in each interval, and acts for all.</summary>
    [JsonIgnore]
    public bool IsOwnSum { get; init; }

    /// <summary>There are none, or nothing is known of them.</summary>
    public static readonly OtherGateways None = new([], ImmutableDictionary<string, int>.Empty, ImmutableDictionary<string, Votes>.Empty);

    /// <summary>Adds reports up. O(their size).</summary>
    public static OtherGateways Sum(IEnumerable<GatewayReport> reports)
    {
        var inFlight = new Dictionary<string, int>(StringComparer.Ordinal);
        var votes = new Dictionary<string, Votes>(StringComparer.Ordinal);
        var gateways = ImmutableArray.CreateBuilder<string>();
        foreach (var report in reports)
        {
            gateways.Add(report.Gateway);
            foreach (var (id, count) in report.InFlight)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(inFlight, id, out _) += count;
            }

            Count(votes, report.Up, new(1, 0));
            Count(votes, report.Down, new(0, 1));
        }

        return new(gateways.ToImmutable(), inFlight, votes);
    }

    /// <summary>Takes one gateway's report out again. O(all that they say), mostly a copy; O(1) where nobody else says anything.</summary>
    public OtherGateways Without(GatewayReport report)
    {
        var others = Gateways.Remove(report.Gateway);
        if (others.IsEmpty)
        {
            return None;
        }

        var own = Sum([report]);
        return new(
            others,
            Remaining(InFlight, own.InFlight, static (all, own) => all - own),
            Remaining(Votes, own.Votes, static (all, own) => new(all.Up - own.Up, all.Down - own.Down)));
    }

    private static Dictionary<string, T> Remaining<T>(
        IReadOnlyDictionary<string, T> all, IReadOnlyDictionary<string, T> own, Func<T, T, T> minus)
        where T : struct, IEquatable<T>
    {
        var remaining = new Dictionary<string, T>(all, StringComparer.Ordinal);
        foreach (var (name, value) in own)
        {
            if (!remaining.TryGetValue(name, out var total))
            {
                continue;
            }

            if (minus(total, value) is var rest && !rest.Equals(default))
            {
                remaining[name] = rest;
            }
            else
            {
                remaining.Remove(name);
            }
        }

        return remaining;
    }

    private static void Count(Dictionary<string, Votes> votes, ImmutableArray<string> servers, Votes more)
    {
        foreach (var server in servers)
        {
            ref var present = ref CollectionsMarshal.GetValueRefOrAddDefault(votes, server, out _);
            present = new(present.Up + more.Up, present.Down + more.Down);
        }
    }
}
