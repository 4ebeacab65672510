using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dashboard.Client;

/// <summary>
/// Compares docs/openapi.json, from which users generate clients, with the document that the dashboard serves. With
/// <c>LB_UPDATE_DOCS=1</c> in the environment, the test writes the file instead; then build again.
/// </summary>
public sealed class ApiDocumentFileTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_InTheDocs_IsTheDocumentThatIsServed()
    {
        var file = Repository.PathOf("docs", "openapi.json");
        await using var host = await DashboardHost.StartAsync();
        var document = JsonNode.Parse(await host.Client.GetStringAsync("/openapi/v1.json", Token))!;
        document["servers"]![0]!["url"] = "http://localhost:59987";
        var served = document.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("LB_UPDATE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(file, served, Token);
        }

        Assert.True(
            string.Equals(await File.ReadAllTextAsync(file, Token), served, StringComparison.Ordinal),
            "docs/openapi.json is not what the dashboard serves. LB_UPDATE_DOCS=1 in the environment of this test writes it.");
    }
}
