using System.Text.Json;
using System.Text.RegularExpressions;
using LoadBalancer.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace LoadBalancer.Tests.Deployment;

/// <summary>Reads the Prometheus expressions in deploy/grafana.</summary>
internal static partial class GrafanaFiles
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "grafana");

    public static string AlertFile { get; } = Path.Combine(Folder, "alerts.yaml");

    /// <summary>The expressions of the dashboard, with its variables replaced.</summary>
    public static IReadOnlyList<string> DashboardExpressions { get; } =
    [
        .. JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json"))).RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace(
                "$job", ".*", StringComparison.Ordinal)),
    ];

    public static IReadOnlyList<string> AlertExpressions { get; } = [.. ReadAlerts()];

    /// <summary>Returns the metrics that an expression uses: the names that are not functions, labels, or keywords.</summary>
    public static IEnumerable<string> MetricsOf(string expression)
    {
        var bare = Strings().Replace(expression, "");
        bare = Labels().Replace(bare, "");
        return MetricName().Matches(bare).Select(match => match.Value);
    }

    private static IEnumerable<string> ReadAlerts()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(AlertFile)));
        var groups = (YamlSequenceNode)yaml.Documents[0].RootNode["groups"];
        return groups.SelectMany(group => (YamlSequenceNode)group["rules"]).Select(rule => ((YamlScalarNode)rule["expr"]).Value!);
    }

    [GeneratedRegex(@"""[^""]*""", RegexOptions.None, 1_000)]
    private static partial Regex Strings();

    [GeneratedRegex(@"\b(by|on|without|ignoring)\s*\([^)]*\)|\{[^}]*\}|\[[^\]]*\]", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b(loadbalancer|dotnet|kestrel|http|aspnetcore)_[a-z0-9_]+|\bup\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex MetricName();
}
