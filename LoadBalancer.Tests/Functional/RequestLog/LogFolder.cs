using System.Text.Json;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.RequestLog;

/// <summary>A temporary folder for the log of a test's gateway.</summary>
internal sealed class LogFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("request-log-");

    /// <summary>The path of the log, in a folder that does not exist yet.</summary>
    public string Log => Path.Combine(_folder.FullName, "logs", "requests.log");

    public (string Key, string Value) Setting => ("Gateway:RequestLog:Path", Log);

    /// <summary>Returns the lines of a file; asserts that the last one is complete.</summary>
    public static async Task<string[]> ReadAsync(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.True(text.Length == 0 || text[^1] == '\n', text);
        return text.Split('\n')[..^1];
    }

    /// <summary>Waits for the given number of lines, and asserts that there are no more.</summary>
    public async Task<JsonElement[]> ReadAsync(int count)
    {
        var lines = Array.Empty<string>();
        await Eventually.TrueAsync(
            $"{count} lines are in the log",
            async () =>
            {
                lines = await ReadAsync(Log);
                return lines.Length >= count;
            },
            Patience);
        Assert.Equal(count, lines.Length);
        return [.. lines.Select(Parse)];
    }

    public static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
