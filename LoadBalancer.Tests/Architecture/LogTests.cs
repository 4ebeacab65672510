using System.Text.RegularExpressions;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Architecture;

/// <summary>Every log message of the product has an id that docs/operations.md and searches can refer to.</summary>
public sealed partial class LogTests
{
    private static readonly string[] Sources =
    [
        .. Directory.EnumerateDirectories(Repository.Root, "LoadBalancer.*")
            .Where(folder => Path.GetFileName(folder) is not ("LoadBalancer.Tests" or "LoadBalancer.Benchmarks"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText),
    ];

    [Fact]
    public void EventId_OfALogStatement_IsUnique()
    {
        var ids = Sources.SelectMany(source => Statement().Matches(source)).Select(match => match.Groups["id"].Value).ToArray();

        Assert.NotEmpty(ids);
        Assert.DoesNotContain("", ids);
        Assert.Empty(ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void LogStatement_IsGenerated() =>
        Assert.All(Sources, source => Assert.DoesNotMatch(HandWritten(), source));

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d{4})?", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"[lL]ogger\.Log(Trace|Debug|Information|Warning|Error|Critical)?\(", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex HandWritten();
}
