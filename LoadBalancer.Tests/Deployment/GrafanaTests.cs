using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Deployment;

/// <summary>Checks the files in deploy/grafana with Prometheus's own tool. <c>MetricsTests</c> checks that their metrics exist.</summary>
public sealed class GrafanaTests
{
    [Fact]
    public async Task Alerts_CheckedByPromtool_AreValid()
    {
        var checking = await Tool.RunAsync("promtool", "check", "rules", GrafanaFiles.AlertFile);

        Assert.True(checking.ExitCode == 0, checking.StandardOutput + checking.StandardError);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{GrafanaFiles.AlertExpressions.Count} rules found"),
            checking.StandardOutput,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_ExpressionsCheckedByPromtool_AreValid()
    {
        var rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        foreach (var (i, expression) in GrafanaFiles.DashboardExpressions.Index())
        {
            rules.Append(
                CultureInfo.InvariantCulture, $"      - {{ record: \"panel:{i}\", expr: {JsonSerializer.Serialize(expression)} }}\n");
        }

        var file = Path.Combine(Directory.CreateTempSubdirectory("lb-grafana-").FullName, "rules.yaml");
        await File.WriteAllTextAsync(file, rules.ToString(), TestContext.Current.CancellationToken);
        var checking = await Tool.RunAsync("promtool", "check", "rules", file);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        Assert.True(checking.ExitCode == 0, checking.StandardOutput + checking.StandardError);
        Assert.All(GrafanaFiles.DashboardExpressions, expression => Assert.NotEmpty(GrafanaFiles.MetricsOf(expression)));
    }
}
