using System.Text.Json.Nodes;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Lints the OpenAPI document with Redocly's recommended rules (eng/openapi).</summary>
public sealed class OpenApiLintTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Document_AsServed_HasNeitherErrorsNorWarnings(bool hasKey)
    {
        var (problems, report) = await LintAsync(await DocumentAsync(hasKey));

        Assert.True(problems == 0, report);
    }

    [Theory]
    [InlineData("operationId")]
    [InlineData("responses")]
    public async Task Document_OperationLacksAPart_HasProblems(string part)
    {
        var document = await DocumentAsync();
        Assert.True(document["paths"]!["/api/servers"]!["get"]!.AsObject().Remove(part));

        var (problems, _) = await LintAsync(document);

        Assert.InRange(problems, 1, int.MaxValue);
    }

    private static async Task<JsonNode> DocumentAsync(bool hasKey = false)
    {
        await using var host = hasKey ? await DashboardHost.StartWithKeyAsync() : await DashboardHost.StartAsync();
        using var response = await host.GetAsync("/openapi/v1.json", ("Authorization", $"Bearer {DashboardHost.Key}"));
        return JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token))!;
    }

    private async Task<(int Problems, string Report)> LintAsync(JsonNode document)
    {
        var redocly = Repository.PathOf("eng", "openapi", "node_modules", ".bin", "redocly");
        if (!File.Exists(redocly))
        {
            throw Missing.Tool("redocly (npm ci --prefix eng/openapi)");
        }

        await File.WriteAllTextAsync(_file, document.ToJsonString(), Token);
        var result = await Tool.RunAsync(
            "env", "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true", redocly, "lint", "--format=json",
            $"--config={Repository.PathOf("eng", "openapi", "redocly.yaml")}", _file);
        var totals = JsonNode.Parse(result.StandardOutput)!["totals"]!;
        return (totals["errors"]!.GetValue<int>() + totals["warnings"]!.GetValue<int>(), result.StandardOutput);
    }
}
