namespace LoadBalancer.Cluster.Settings;

/// <summary>Finds the most likely intended name for a name that does not exist. Thread-safe.</summary>
public static class Similarity
{
    /// <summary>The maximum number of characters that may be missing, extra, or different; not all of them.</summary>
    private const int Most = 2;

    /// <summary>
    /// Returns the known name that is nearest to another name, ignoring case; <see langword="null"/> if none is near. The other name must
    /// not itself be known.
    /// </summary>
    /// <param name="name">The name that does not exist.</param>
    /// <param name="known">The names that exist; of several equally near names, the first one is returned.</param>
    public static string? Nearest(string name, IEnumerable<string> known) =>
        known.Select(candidate => (Candidate: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.Distance is > 0 and <= Most && pair.Distance < name.Length)
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();

    /// <summary>Computes the Levenshtein distance, in O(n·m).</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
