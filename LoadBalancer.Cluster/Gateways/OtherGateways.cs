using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>The sum of the reports of all other gateways.</summary>
/// <param name="Gateways">The processes of the gateways.</param>
/// <param name="InFlight">Their requests in flight together, by server id; servers without any are omitted.</param>
/// <param name="Votes">Their votes, by the names of servers in reports.</param>
public sealed record OtherGateways(
    ImmutableArray<GatewayProcess> Gateways,
    IReadOnlyDictionary<ServerId, int> InFlight,
    IReadOnlyDictionary<ServerProcess, Votes> Votes)
{
    /// <summary>The votes of all gateways, including this one, when the sum was computed; <see langword="null"/> if unknown.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<ServerProcess, Votes>? All { get; init; }

    /// <summary>Whether this gateway computed the sum: usually one gateway does in each interval, and acts for all.</summary>
    [JsonIgnore]
    public bool IsOwnSum { get; init; }

    /// <summary>No other gateways, or none known.</summary>
    public static readonly OtherGateways None = new(
        [], ImmutableDictionary<ServerId, int>.Empty, ImmutableDictionary<ServerProcess, Votes>.Empty);

    /// <summary>Sums reports. O(their size).</summary>
    public static OtherGateways Sum(IEnumerable<GatewayReport> reports)
    {
        var inFlight = new Dictionary<ServerId, int>();
        var votes = new Dictionary<ServerProcess, Votes>();
        var gateways = ImmutableArray.CreateBuilder<GatewayProcess>();
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

    /// <summary>Subtracts one gateway's report. O(size of the sum), mostly a copy; O(1) if no other gateway reports anything.</summary>
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

    private static Dictionary<TName, T> Remaining<TName, T>(
        IReadOnlyDictionary<TName, T> all, IReadOnlyDictionary<TName, T> own, Func<T, T, T> minus)
        where TName : struct, IName<TName>
        where T : struct, IEquatable<T>
    {
        var remaining = new Dictionary<TName, T>(all);
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

    private static void Count(Dictionary<ServerProcess, Votes> votes, ImmutableArray<ServerProcess> servers, Votes more)
    {
        foreach (var server in servers)
        {
            ref var present = ref CollectionsMarshal.GetValueRefOrAddDefault(votes, server, out _);
            present = new(present.Up + more.Up, present.Down + more.Down);
        }
    }
}
