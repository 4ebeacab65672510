using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.Tests.Functional.Dashboard;

public sealed partial class ApiDocumentTests
{
    private static readonly string[] Methods = ["get", "put", "post", "patch", "delete"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_Requested_HasEveryRouteOfTheApi()
    {
        await using var host = await DashboardHost.StartAsync();
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .SelectMany(
                endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods,
                (endpoint, method) => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}")
            .Order(StringComparer.Ordinal)
            .ToArray();

        var document = await DocumentAsync(host);

        Assert.Equal(27, routes.Length);
        Assert.Equal(routes, OperationsOf(document).Select(operation => $"{operation.Method.ToUpperInvariant()} {operation.Path}").Order(
            StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_Requested_IsCompleteOpenApi31()
    {
        await using var host = await DashboardHost.StartWithKeyAsync();

        var document = await DocumentAsync(host);

        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            "bearer",
            document.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer").GetProperty("scheme").GetString());
        Assert.True(document.GetProperty("security")[0].TryGetProperty("Bearer", out _));
        Assert.All(OperationsOf(document), operation =>
        {
            Assert.NotEqual("", operation.Json.GetProperty("summary").GetString());
            Assert.NotEqual("", operation.Json.GetProperty("description").GetString());
            var responses = operation.Json.GetProperty("responses")
                .EnumerateObject()
                .ToDictionary(response => response.Name, response => response.Value, StringComparer.Ordinal);
            Assert.All((string[])["401", "403", "429", "500", "503"], status => Assert.Contains(status, responses.Keys));
            Assert.All(
                responses.Where(response => response.Key[0] is '4' or '5'),
                response => Assert.True(response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _)));
            Assert.All(
                responses.Where(response => response.Key is "200" or "201").SelectMany(
                    response => response.Value.GetProperty("content").EnumerateObject()),
                content => Assert.True(
                    operation.Path == "/api/changes/export"
                        ? content.Name is "text/csv" or "application/x-ndjson"
                        : content.Name == (operation.Path == "/api/requests" ? "application/x-ndjson" : "application/json")
                            && content.Value.GetProperty("example").EnumerateObject().Any(),
                    $"{operation.Path} {content.Name}"));
            if (operation.Json.TryGetProperty("requestBody", out var body))
            {
                Assert.NotEmpty(body.GetProperty("content").GetProperty("application/json").GetProperty("example").EnumerateObject());
                Assert.All((string[])["400", "413", "415"], status => Assert.Contains(status, responses.Keys));
            }
        });
    }

    [Fact]
    public async Task Document_NumberOfEvents_IsANumberWithinItsRange()
    {
        await using var host = await DashboardHost.StartAsync();

        var document = await DocumentAsync(host);

        var schema = ParametersOf(document, "/api/events", "get")["count"].GetProperty("schema");
        Assert.Equal("integer", schema.GetProperty("type").GetString());
        Assert.Equal((1, 1000), (schema.GetProperty("minimum").GetInt32(), schema.GetProperty("maximum").GetInt32()));
    }

    [Fact]
    public async Task Document_Schemas_MatchWhatTheApiWritesAndAccepts()
    {
        await using var host = await DashboardHost.StartAsync();

        var document = await DocumentAsync(host);

        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().ToArray();
        var types = schemas.Where(schema => schema.Value.TryGetProperty("properties", out _))
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject())
            .Where(member => member.Value.TryGetProperty("type", out _))
            .Select(member => member.Value.GetProperty("type").GetRawText());
        Assert.All(types, type => Assert.False(
            type.Contains("string", StringComparison.Ordinal) && (type.Contains("integer", StringComparison.Ordinal)
                || type.Contains("number", StringComparison.Ordinal)), type));

        // A server that an operator added has no lease, so the member is absent.
        var server = schemas.Single(schema => schema.NameEquals("ServerResponse")).Value;
        Assert.Equal(
            ["id", "url", "weight", "state", "since"], server.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task Document_Operations_HaveNamesOfTheirOwn()
    {
        await using var host = await DashboardHost.StartAsync();

        var names = OperationsOf(await DocumentAsync(host))
            .Select(operation => operation.Json.GetProperty("operationId").GetString()!).ToArray();

        Assert.Equal(27, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.Matches("^[a-z]+[A-Za-z]+$", name));
        Assert.Contains("putServer", names);
    }

    [Fact]
    public async Task Document_Parameters_AreDescribedWithAnExample()
    {
        await using var host = await DashboardHost.StartAsync();

        var document = await DocumentAsync(host);

        Assert.All(OperationsOf(document).SelectMany(operation => ParametersOf(document, operation.Path, operation.Method)), parameter =>
        {
            Assert.NotEqual("", parameter.Value.GetProperty("description").GetString());
            Assert.NotEqual(JsonValueKind.Null, parameter.Value.GetProperty("example").ValueKind);
            Assert.NotEmpty(parameter.Value.GetProperty("schema").EnumerateObject());
        });
        var owner = ParametersOf(document, "/api/ring/owner", "get")["key"];
        Assert.True(owner.GetProperty("required").GetBoolean());
        var export = ParametersOf(document, "/api/changes/export", "get");
        Assert.Equal(["by", "format", "since", "until"], export.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("date-time", export["since"].GetProperty("schema").GetProperty("format").GetString());
        Assert.Equal(["csv", "jsonl"], TextsOf(export["format"].GetProperty("schema").GetProperty("enum")));
    }

    [Theory]
    [InlineData("/api/servers", "get", "If-None-Match", "304")]
    [InlineData("/api/servers/{id}", "get", "If-None-Match", "304")]
    [InlineData("/api/servers/{id}", "put", "If-Match", "412")]
    [InlineData("/api/servers/{id}", "delete", "If-Match", "412")]
    [InlineData("/api/servers/{id}/drain", "post", "If-Match", "412")]
    [InlineData("/api/ring", "get", "If-None-Match", "304")]
    [InlineData("/api/ring/apply", "post", "If-Match", "412")]
    public async Task Document_Versions_AreHeaders(string path, string method, string condition, string status)
    {
        await using var host = await DashboardHost.StartAsync();

        var document = await DocumentAsync(host);

        Assert.Equal("header", ParametersOf(document, path, method)[condition].GetProperty("in").GetString());
        var responses = document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses");
        Assert.True(responses.TryGetProperty(status, out _));
        Assert.All(
            responses.EnumerateObject().Where(answer => answer.Name[0] == '2').Select(answer => answer.Value.GetProperty("headers")),
            headers => Assert.NotEqual("", headers.GetProperty("ETag").GetProperty("description").GetString()));
    }

    [Fact]
    public async Task Document_Fields_HaveTheirValuesAndSayWhetherTheyAreRequired()
    {
        await using var host = await DashboardHost.StartAsync();

        var schemas = (await DocumentAsync(host)).GetProperty("components").GetProperty("schemas");

        JsonElement FieldOf(string schema, string field) => schemas.GetProperty(schema).GetProperty("properties").GetProperty(field);
        Assert.Equal(["active", "draining"], TextsOf(FieldOf("ServerResponse", "state").GetProperty("enum")));
        Assert.Equal(Enum.GetNames<PlacementAlgorithm>(), TextsOf(FieldOf("RingResponse", "algorithm").GetProperty("enum")));
        Assert.Equal(Enum.GetNames<PlacementAlgorithm>(), TextsOf(FieldOf("AlgorithmBody", "algorithm").GetProperty("enum")));
        Assert.Equal(Enum.GetNames<ClusterEventKind>(), TextsOf(FieldOf("EventResponse", "kind").GetProperty("enum")));
        Assert.Equal(Enum.GetNames<SelectionReason>(), TextsOf(FieldOf("OwnerResponse", "reason").GetProperty("enum")));
        Assert.Equal(["url"], TextsOf(schemas.GetProperty("ServerBody").GetProperty("required")));
        Assert.Equal("string", FieldOf("ServerBody", "url").GetProperty("type").GetString());
        Assert.Equal(["name", "kept", "most"], TextsOf(schemas.GetProperty("OrchestratorBody").GetProperty("required")));
        Assert.False(schemas.GetProperty("EditsBody").TryGetProperty("required", out _));
    }

    [Fact]
    public async Task Document_Problems_HaveTheListedTypes()
    {
        await using var host = await DashboardHost.StartAsync();

        var document = await DocumentAsync(host);

        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty("ProblemDetails");
        Assert.Equal(["type", "title", "status", "detail"], TextsOf(schema.GetProperty("required")));
        Assert.Equal(
            ProblemType.All.Select(type => type.Uri), TextsOf(schema.GetProperty("properties").GetProperty("type").GetProperty("enum")));
        var responses = document.GetProperty("paths").GetProperty("/api/servers/{id}").GetProperty("put").GetProperty("responses");
        Assert.Equal(
            "A condition is not met: `/problems#condition-not-met`.", responses.GetProperty("412").GetProperty("description").GetString());
        Assert.True(responses.GetProperty("503").GetProperty("headers").TryGetProperty("Retry-After", out _));
    }

    [Fact]
    public async Task Document_WithoutAKey_RequiresNone()
    {
        await using var host = await DashboardHost.StartAsync();

        var document = await DocumentAsync(host);

        Assert.Empty(Assert.Single(document.GetProperty("security").EnumerateArray()).EnumerateObject());
        Assert.False(document.GetProperty("components").TryGetProperty("securitySchemes", out _));
    }

    [Fact]
    public async Task Document_Latencies_HaveTheirUnit()
    {
        await using var host = await DashboardHost.StartAsync();

        var schemas = (await DocumentAsync(host)).GetProperty("components").GetProperty("schemas");

        Assert.Equal(
            ["p50Ms", "p95Ms", "p99Ms"],
            schemas.GetProperty("RecentResponse").GetProperty("properties").EnumerateObject().Select(field => field.Name)
                .Where(name => name[0] == 'p'));
    }

    [Fact]
    public async Task Document_References_AllResolve()
    {
        await using var host = await DashboardHost.StartAsync();

        var document = await DocumentAsync(host);

        var references = Reference()
            .Matches(document.GetRawText())
            .Select(match => match.Groups["path"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(
            document.GetProperty("components").GetProperty(reference.Split('/')[0]).TryGetProperty(reference.Split('/')[1], out _),
            reference));
    }

    [Fact]
    public async Task Browser_Requested_IsServedCompletelyFromThisHost()
    {
        await using var host = await DashboardHost.StartAsync();

        using var page = await host.GetAsync("/scalar/", ("Accept", "text/html"));
        using var script = await host.GetAsync("/scalar/scalar.js");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        var html = await page.Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        var nonces = Nonce().Matches(html).Select(match => match.Groups["nonce"].Value).Distinct(StringComparer.Ordinal).ToArray();
        var nonce = $"'nonce-{Assert.Single(nonces)}'";
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.EndsWith($"; style-src 'self' 'unsafe-inline'; script-src 'self' {nonce}", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"../\"", html, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> DocumentAsync(DashboardHost host)
    {
        using var response = await host.GetAsync("/openapi/v1.json", ("Authorization", $"Bearer {DashboardHost.Key}"));
        return await response.EnsureSuccessStatusCode().ReadJsonAsync();
    }

    private static Dictionary<string, JsonElement> ParametersOf(JsonElement document, string path, string method) =>
        document.GetProperty("paths").GetProperty(path).GetProperty(method).TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().ToDictionary(parameter => parameter.GetProperty("name").GetString()!, StringComparer.Ordinal)
            : [];

    private static string[] TextsOf(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    private static IEnumerable<(string Path, string Method, JsonElement Json)> OperationsOf(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name)
        select (path.Name, operation.Name, operation.Value);

    [GeneratedRegex("\"\\$ref\":\\s*\"#/components/(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Reference();

    [GeneratedRegex("nonce=\"(?<nonce>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Nonce();
}
