using System.Text.RegularExpressions;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Architecture;

/// <summary>Checks the statements of the documentation about the layout of the code.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Architecture = File.ReadAllText(Repository.PathOf("docs", "architecture.md"));

    public static TheoryData<string> Paths =>
        [.. PathInCode().Matches(Architecture).Select(match => match.Groups["path"].Value).Distinct()];

    public static TheoryData<string> Records =>
        [.. Directory.EnumerateFiles(Repository.PathOf("docs", "adr"), "*.md").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Architecture_Path_Exists(string path)
    {
        var full = Repository.PathOf($"LoadBalancer.{path}");

        Assert.True(File.Exists(full) || Directory.Exists(full), full);
    }

    [Fact]
    public void Architecture_HasPaths() => Assert.True(Paths.Count > 50);

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_HasNumberStatusAndDate_AndIsListed(string name)
    {
        var lines = File.ReadAllLines(Repository.PathOf("docs", "adr", name));

        Assert.StartsWith(
            $"# {int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture)}. ", lines[0], StringComparison.Ordinal);
        Assert.Matches(Status(), lines[2]);
        Assert.Contains($"[{lines[0][2..]}](adr/{name})", Architecture, StringComparison.Ordinal);
    }

    /// <summary>Matches a project, its folders, and a file or a folder.</summary>
    [GeneratedRegex(
        "`(?<path>[A-Z][A-Za-z.]+/(?:[A-Za-z0-9.]+/)*(?:[A-Za-z0-9]+\\.cs)?)`",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PathInCode();

    [GeneratedRegex(
        "^Status: (accepted|proposed).*[0-9]{4}-[0-9]{2}-[0-9]{2}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Status();
}
