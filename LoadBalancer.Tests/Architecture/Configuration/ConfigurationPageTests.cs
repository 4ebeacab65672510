using System.Text.RegularExpressions;
using LoadBalancer.Backend;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Dashboard;
using LoadBalancer.Gateway;
using LoadBalancer.Redis;
using LoadBalancer.Registration;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Architecture.Configuration;

/// <summary>
/// Checks that the tables of <c>docs/configuration.md</c> match the options: their names, defaults, rules, and XML documentation. With
/// <c>LB_UPDATE_DOCS=1</c> in the environment, the test writes the tables instead.
/// </summary>
public sealed partial class ConfigurationPageTests
{
    private const string Update = "LB_UPDATE_DOCS";

    private static readonly string Page = Repository.PathOf("docs", "configuration.md");

    [Fact]
    public void Tables_OfThePage_MatchTheOptions()
    {
        var tables = Tables();
        var written = File.ReadAllText(Page);
        var expected = Block().Replace(written, block => tables.TryGetValue(block.Groups["section"].Value, out var table)
            ? $"<!-- settings: {block.Groups["section"].Value} -->\n{table}<!-- end -->"
            : throw new InvalidOperationException($"No program reads {block.Groups["section"].Value}, which docs/configuration.md has."));

        var sections = Block().Matches(written).Select(block => block.Groups["section"].Value);
        Assert.Equal(tables.Keys.Order(StringComparer.Ordinal), sections.Order(StringComparer.Ordinal));
        if (Environment.GetEnvironmentVariable(Update) is "1")
        {
            File.WriteAllText(Page, expected);
        }

        Assert.True(
            string.Equals(File.ReadAllText(Page), expected, StringComparison.Ordinal),
            $"docs/configuration.md is not what the options say. {Update}=1 in the environment of this test writes it.");
    }

    /// <summary>Generates the tables of all programs, by section.</summary>
    private static Dictionary<string, string> Tables()
    {
        List<(string Path, object Options)> bound =
        [
            .. Sections(new(), GatewayApplication.Build),
            .. Sections(DashboardApplication.OptionsFor([]), DashboardApplication.Build),
            .. Sections(new(), Server),
        ];
        return bound
            .DistinctBy(one => one.Options.GetType())
            .GroupBy(one => one.Path, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key, group => SettingsTable.Of(group.Key, group.Select(one => one.Options)), StringComparer.Ordinal);
    }

    private static WebApplication Server(WebApplicationBuilder builder)
    {
        builder.Services.AddServerRegistration();
        return BackendApplication.Build(builder);
    }

    private static IEnumerable<(string Path, object Options)> Sections(
        WebApplicationOptions options, Func<WebApplicationBuilder, WebApplication> build)
    {
        var builder = WebApplication.CreateBuilder(options);
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Services.AddRedisRegistry();
        using var app = (IDisposable)build(builder);
        var services = ((WebApplication)app).Services;
        return
        [
            .. services.GetServices<BoundSection>().Select(bound => (
                bound.Path,
                ((IOptions<object>)services.GetRequiredService(typeof(IOptions<>).MakeGenericType(bound.Options))).Value)),
        ];
    }

    [GeneratedRegex(
        "<!-- settings: (?<section>[A-Za-z:]+) -->.*?<!-- end -->", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1_000)]
    private static partial Regex Block();
}
