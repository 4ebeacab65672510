using System.Text.RegularExpressions;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Architecture;

/// <summary>Texts that people read use the terms of the field: checks them for phrases that were replaced.</summary>
public sealed partial class WordingTests
{
    private static readonly string[] Banned =
    [
        "in all", "is told", "of yours", "of ours", "tries", "probes fail", "get it now", "gets it now", "receives it now", "at present",
        "foresee", "foreseen", "no such page", "whatever becomes", "latest first", "needlessly", "in total",
    ];

    /// <summary>A percentage without the space that English does not have.</summary>
    [GeneratedRegex(@"[0-9}] %", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SpacedPercentage { get; }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Literal { get; }

    [Fact]
    public void Text_OfThePages_UsesTheTermsOfTheField()
    {
        var pages = Files("LoadBalancer.Dashboard", "*.razor").ToArray();

        Assert.NotEmpty(pages);
        Assert.Empty(pages.SelectMany(file => Faults(file, ReadText(file))));
    }

    [Theory]
    [InlineData("LoadBalancer.Core")]
    [InlineData("LoadBalancer.Dashboard")]
    [InlineData("LoadBalancer.Simulator")]
    public void Text_InCode_UsesTheTermsOfTheField(string project)
    {
        var files = Files(project, "*.cs").ToArray();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Faults(file, ReadText(file).SelectMany(LiteralsOf))));
    }

    [Theory]
    [InlineData("Three tries.", true)]
    [InlineData("Three retries.", false)]
    [InlineData("It took 20 % of the time.", true)]
    [InlineData("{Share} % of the time.", true)]
    [InlineData("20% of the time.", false)]
    public void Fault_InAText_IsFound(string text, bool isFault) => Assert.Equal(isFault, IsFault(text));

    private static IEnumerable<string> Faults(string file, IEnumerable<string> texts) =>
        texts.Where(IsFault).Select(text => $"{Path.GetRelativePath(Repository.Root, file)}: {text.Trim()}");

    private static bool IsFault(string text) => SpacedPercentage.IsMatch(text) || Banned.Any(phrase => Holds(text, phrase));

    private static bool Holds(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = text.IndexOf(phrase, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var (before, after) = (at - 1, at + phrase.Length);
            if ((before < 0 || !char.IsLetterOrDigit(text[before])) && (after == text.Length || !char.IsLetterOrDigit(text[after])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the lines that are not comments.</summary>
    private static IEnumerable<string> ReadText(string file) => File.ReadLines(file)
        .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        .Where(line => !line.TrimStart().StartsWith("@*", StringComparison.Ordinal));

    /// <summary>Returns the literals that are sentences; single words are names, such as those of fields in JSON.</summary>
    private static IEnumerable<string> LiteralsOf(string line) =>
        Literal.Matches(line).Select(literal => literal.Value).Where(literal => literal.Contains(' ', StringComparison.Ordinal));

    private static IEnumerable<string> Files(string project, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, project), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
}
