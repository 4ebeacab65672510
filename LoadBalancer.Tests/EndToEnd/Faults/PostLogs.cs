namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>The servers' logs of the POST requests that they received, each identified by its client's unique key.</summary>
internal sealed class PostLogs : IDisposable
{
    public const string KeyHeader = "Idempotency-Key";

    public string Folder { get; } = Directory.CreateTempSubdirectory("lb-posts-").FullName;

    /// <summary>Counts how often each POST has been processed, by all servers since the start, including servers that have died.</summary>
    public IReadOnlyDictionary<string, int> Read() => Directory.EnumerateFiles(Folder)
        .SelectMany(ReadLines)
        .GroupBy(key => key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string[] ReadLines(string file)
    {
        // The server has the file open for writing.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
