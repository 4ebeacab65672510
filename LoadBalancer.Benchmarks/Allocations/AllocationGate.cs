using System.Globalization;
using System.Text.Json;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Benchmarks.Allocations;

/// <summary>
/// Compares the allocations of the request path with a file of allowances. Allocated bytes do not depend on the machine, so they may fail a
/// build, which times may not.
/// </summary>
internal static class AllocationGate
{
    private const int Servers = 1_000;
    private const int Requests = 1_000;
    private const int Rounds = 3;

    /// <summary>
    /// Prints a line for each operation, and returns the exit code: 1 if an operation allocates more than its allowance or has none.
    /// </summary>
    public static int Run(TextWriter output, string allowancesFile)
    {
        var allowances = JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(allowancesFile)) ?? [];
        var exceeded = false;
        foreach (var algorithm in Enum.GetValues<PlacementAlgorithm>())
        {
            foreach (var (operation, request) in Operations(algorithm))
            {
                var bytes = Measure(request);
                var allowed = allowances.TryGetValue(operation, out var allowance);
                var passes = allowed && bytes <= allowance;
                exceeded |= !passes;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(passes ? "ok  " : "FAIL")} {algorithm,-10} {operation,-24} {bytes:0.###} B, allowed "
                    + $"{(allowed ? $"{allowance:0.###} B" : "nothing: not in the file")}"));
            }
        }

        return exceeded ? 1 : 0;
    }

    private static IEnumerable<(string Operation, Action<int> Request)> Operations(PlacementAlgorithm algorithm)
    {
        var snapshot = ClusterSnapshot.Create(Clusters.Membership(Clusters.Equal(Servers)), algorithm);
        var placement = snapshot.Placement;
        var hashes = Clusters.Hashes(Requests, algorithm);
        var keys = Enumerable.Range(0, Requests).Select(i => $"key-{i}").ToArray();
        var owners = Array.ConvertAll(hashes, placement.Owner);
        var (atWork, bound) = Clusters.AtWork(Servers, algorithm);
        var recorders = new Recorders();
        var admissions = new Admissions();
        var heads = new Heads();
        var waits = new Waits();
        using var traced = new TracedRequests(Tracing.Unheard);
        using var recorded = new RecordedRequests(logs: true, measures: true);
        using var unrecorded = new RecordedRequests(logs: false, measures: false);
        using var watched = new RecordedRequests(logs: false, measures: false, isWatched: true);
        var met = new ulong[CandidateWalk.WordsFor(Servers)];

        yield return ("owner", i => placement.Owner(hashes[i]));
        yield return ("candidates", i => WalkThree(placement, hashes[i], met));
        yield return ("selection", i => snapshot.Select(snapshot.HashOf(keys[i]), []));
        yield return ("selection-at-work", i => atWork.Select(atWork.HashOf(keys[i]), [], bound));
        yield return ("selection-past-the-owner", i => snapshot.Select(snapshot.HashOf(keys[i]), owners.AsSpan(i, 1)));
        yield return ("recording", _ => recorders.RecordRequest(new("backend-1")));
        yield return ("recording-hot-keys", i => recorders.RecordKey(keys[i], hashes[i]));
        yield return ("overload", _ => admissions.IsShedding());
        yield return ("client-rates", i => admissions.TryTake(i));
        yield return ("admission", i => admissions.TryEnter(i));
        yield return ("client-connections", admissions.Connect);
        yield return ("request-head", _ => heads.ForwardRequest());
        yield return ("waits", _ => waits.Run());
        yield return ("tracing-unheard", _ => traced.Forward());
        using (var dropped = new TracedRequests(Tracing.Dropped))
        {
            yield return ("tracing-dropped", _ => dropped.Forward());
        }

        yield return ("response-head", _ => heads.ForwardedResponse());
        yield return ("request-log", _ => recorded.Record());
        yield return ("request-log-failure", _ => recorded.RecordFailure());
        yield return ("request-log-rejection", _ => recorded.RecordRejection());
        yield return ("request-log-off", _ => unrecorded.Record());
        yield return ("tail", _ => watched.Record());
        yield return ("tail-failure", _ => watched.RecordFailure());
    }

    private static void WalkThree(IPlacement placement, ulong hash, ulong[] met)
    {
        var walk = new CandidateWalk(placement, hash, met);
        while (walk.Count < 3 && walk.MoveNext())
        {
        }
    }

    /// <summary>
    /// Returns the bytes per request in the best of several rounds, since the runtime allocates objects of its own whenever it recompiles a
    /// method.
    /// </summary>
    private static double Measure(Action<int> request)
    {
        RunOnce(request);
        return Enumerable.Range(0, Rounds).Min(_ => RunOnce(request));
    }

    private static double RunOnce(Action<int> request)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Requests; i++)
        {
            request(i);
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Requests;
    }
}
