using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Dashboard.State.Weights;

/// <summary>
/// The part of the requests that each server should receive by its weight, 0 to 1: a server in slow start by its present weight, a draining
/// one nothing. The health of servers does not count, so that what an unhealthy server does not receive is seen. Immutable, thread-safe.
/// </summary>
/// <param name="Servers">The servers.</param>
/// <param name="Shares">The share of each of them.</param>
internal sealed record WeightShares(ImmutableArray<ServerId> Servers, ImmutableArray<double> Shares)
{
    /// <summary>Returns the shares of a cluster. O(n) in the servers.</summary>
    public static WeightShares Of(ClusterSnapshot cluster)
    {
        var servers = cluster.Membership.Servers;
        var weights = new double[servers.Length];
        for (var place = 0; place < weights.Length; place++)
        {
            weights[place] = servers[place].State == ServerState.Active ? cluster.Placement.Members[place].Weight : 0;
        }

        var sum = weights.Sum();
        return new([.. servers.Select(server => server.Id)], [.. weights.Select(weight => sum > 0 ? weight / sum : 0)]);
    }

    /// <summary>Returns the mean over a time; the same object if the shares did not change. O(n) in the servers and parts.</summary>
    /// <param name="parts">The shares and how long each applied; at least one.</param>
    public static WeightShares MeanOf(IReadOnlyList<(WeightShares Shares, TimeSpan Length)> parts)
    {
        if (parts is [var only])
        {
            return only.Shares;
        }

        var length = parts.Sum(part => part.Length.TotalSeconds);
        var means = new Dictionary<ServerId, double>();
        foreach (var (shares, time) in parts)
        {
            shares.AddTo(means, length > 0 ? time.TotalSeconds / length : 1.0 / parts.Count);
        }

        return new([.. means.Keys], [.. means.Values]);
    }

    /// <summary>Adds the share of each server, times a factor, to its sum.</summary>
    public void AddTo(Dictionary<ServerId, double> sums, double factor)
    {
        for (var i = 0; i < Servers.Length; i++)
        {
            sums[Servers[i]] = sums.GetValueOrDefault(Servers[i]) + (Shares[i] * factor);
        }
    }

    /// <summary>Whether it has the same shares.</summary>
    public bool HasContentOf(WeightShares other) =>
        Shares.AsSpan().SequenceEqual(other.Shares.AsSpan()) && Servers.AsSpan().SequenceEqual(other.Servers.AsSpan());
}
