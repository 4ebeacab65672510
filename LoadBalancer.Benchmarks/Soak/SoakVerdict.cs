namespace LoadBalancer.Benchmarks.Soak;

/// <summary>Checks whether a process levels off, by comparing the last third of its samples with the third before it.</summary>
internal static class SoakVerdict
{
    private const double MostGrowth = 1.1;
    private const int Slack = 8;

    /// <summary>Returns the problems; none if everything is fine.</summary>
    public static IEnumerable<string> Check(IReadOnlyList<SoakSample> samples, long faults)
    {
        var third = samples.Count / 3;
        var (middle, last) = (samples.Skip(third).Take(third).ToArray(), samples.Skip(2 * third).ToArray());
        if (third == 0)
        {
            yield return "too few samples";
            yield break;
        }

        foreach (var (name, value) in Measures)
        {
            if (last.Average(value) > (middle.Average(value) * MostGrowth) + Slack)
            {
                yield return $"{name} does not level off";
            }
        }

        if (samples[^1].Unobserved > 0)
        {
            yield return $"{samples[^1].Unobserved} unobserved exceptions";
        }

        if (faults > 0)
        {
            yield return $"{faults} requests that never completed";
        }
    }

    private static (string Name, Func<SoakSample, double> Value)[] Measures =>
    [
        ("memory", sample => sample.Resident),
        ("the heap", sample => sample.Heap),
        ("the number of handles", sample => sample.Handles),
        ("the number of threads", sample => sample.Threads),
    ];
}
