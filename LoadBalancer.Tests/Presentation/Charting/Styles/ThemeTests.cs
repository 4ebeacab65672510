using System.Text.RegularExpressions;
using LoadBalancer.Presentation.Charting.Styles;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Presentation.Charting.Styles;

public sealed partial class ThemeTests
{
    [Fact]
    public void Themes_AreThoseOfTheDashboard()
    {
        var blocks = Repository.Read("LoadBalancer.Dashboard", "wwwroot", "css", "tokens.css").Split(":root[data-theme=\"dark\"]");
        Assert.Equal(2, blocks.Length);
        var (light, dark) = (Parse(blocks[0]), Parse(blocks[1]));

        Assert.Equal(light, new SortedDictionary<string, string>(Theme.Light.Tokens.ToDictionary(StringComparer.Ordinal)));
        foreach (var (name, value) in light)
        {
            dark.TryAdd(name, value);
        }

        Assert.Equal(dark, new SortedDictionary<string, string>(Theme.Dark.Tokens.ToDictionary(StringComparer.Ordinal)));
        Assert.NotEqual(Theme.Light.Tokens["--bg"], Theme.Dark.Tokens["--bg"]);
    }

    [Fact]
    public void WriteSheet_IsDarkOnAScreenOnly()
    {
        var (light, dark) = Theme.WriteSheet().Split("@media screen and (prefers-color-scheme: dark)") is [var first, var second]
            ? (first, second)
            : throw new InvalidOperationException("One part is dark.");

        Assert.All(Theme.Light.Tokens, token => Assert.Contains($"{token.Key}: {token.Value};", light, StringComparison.Ordinal));
        Assert.Contains("color-scheme: light;", light, StringComparison.Ordinal);
        Assert.Contains("color-scheme: dark;", dark, StringComparison.Ordinal);
        Assert.Contains($"--bg: {Theme.Dark.Tokens["--bg"]};", dark, StringComparison.Ordinal);
        Assert.DoesNotContain("data-theme", light + dark, StringComparison.Ordinal);
    }

    private static SortedDictionary<string, string> Parse(string css) =>
        new(Token().Matches(css).ToDictionary(token => token.Groups["name"].Value, token => token.Groups["value"].Value));

    [GeneratedRegex(
        @"^\s*(?<name>--[\w-]+): (?<value>.+);$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Token();
}
