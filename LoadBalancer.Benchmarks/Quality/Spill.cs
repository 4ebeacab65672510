using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Benchmarks.Quality;

/// <summary>
/// The effect of bounded load on keys whose popularity follows Zipf's law: how many requests leave their owner, and how high the peak is.
/// </summary>
/// <param name="Unbounded">The largest number of requests in flight on one server divided by the mean, without a bound.</param>
/// <param name="Bounded">The same with a bound.</param>
/// <param name="Spilled">The share of requests that were not placed on their owner.</param>
internal sealed record Spill(double Unbounded, double Bounded, double Spilled)
{
    private const int Keys = 10_000;
    private const int Requests = 200_000;
    private const int InFlightForEachServer = 100;

    /// <summary>
    /// Measures in a closed loop: the number of requests in flight is fixed, and the oldest one ends when a new one begins.
    /// </summary>
    public static Spill Measure(PlacementAlgorithm algorithm, int servers, double factor)
    {
        var snapshot = ClusterSnapshot.Create(Clusters.Membership(Clusters.Equal(servers)), algorithm);
        var (unbounded, _) = Run(snapshot, factor: null);
        var (bounded, spilled) = Run(snapshot, factor);
        return new(unbounded, bounded, spilled);
    }

    private static (double Peak, double Spilled) Run(ClusterSnapshot snapshot, double? factor)
    {
        var load = new ClusterLoad();
        var bound = factor is { } given ? new LoadBound(snapshot, load, given, floor: 0) : null;
        var loads = snapshot.Membership.Servers.Select(server => load.Of(server.Id)).ToArray();
        var keys = ZipfKeys(new Random(1)).Take(Requests);
        var inFlight = new Queue<int>();
        var (peak, spilled) = (0, 0);
        foreach (var key in keys)
        {
            var selected = snapshot.Select(snapshot.HashOf($"key-{key}"), [], bound);
            loads[selected.Server].Begin();
            inFlight.Enqueue(selected.Server);
            peak = Math.Max(peak, loads[selected.Server].InFlight);
            spilled += selected.Reason == SelectionReason.Owner ? 0 : 1;
            if (inFlight.Count > InFlightForEachServer * loads.Length)
            {
                loads[inFlight.Dequeue()].End();
            }
        }

        return (peak / (double)InFlightForEachServer, spilled / (double)Requests);
    }

    /// <summary>Returns keys whose popularity is 1 ÷ rank.</summary>
    private static IEnumerable<int> ZipfKeys(Random random)
    {
        var total = 0.0;
        var cumulative = Enumerable.Range(1, Keys).Select(rank => total += 1.0 / rank).ToArray();
        while (true)
        {
            var drawn = Array.BinarySearch(cumulative, random.NextDouble() * total);
            yield return drawn < 0 ? ~drawn : drawn;
        }
    }
}
