namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>What the servers of a run say of the POSTs that reached them: each by the key that its client gave it alone.</summary>
internal sealed class PostLogs : IDisposable
{
    public const string KeyHeader = "Idempotency-Key";

    public string Folder { get; } = Directory.CreateTempSubdirectory("lb-posts-").FullName;

    /// <summary>How often each POST was done, by all servers since the beginning, those that have died included.</summary>
    public IReadOnlyDictionary<string, int> Read() => Directory.EnumerateFiles(Folder)
        .SelectMany(ReadLines)
        .GroupBy(key => key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string[] ReadLines(string file)
    {
        // The server has it open.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
