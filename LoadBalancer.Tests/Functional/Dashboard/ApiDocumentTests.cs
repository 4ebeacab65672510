using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
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

        Assert.Equal(22, routes.Length);
        Assert.Equal(routes, OperationsOf(document).Select(operation => $"{operation.Method.ToUpperInvariant()} {operation.Path}").Order(
            StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_Requested_IsCompleteOpenApi31()
    {
        await using var host = await DashboardHost.StartAsync();

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
            Assert.All((string[])["401", "403", "429", "503"], status => Assert.Contains(status, responses.Keys));
            Assert.All(
                responses.Where(response => response.Key[0] is '4' or '5'),
                response => Assert.True(response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _)));
            Assert.All(
                responses.Where(response => response.Key is "200" or "201"),
                response => Assert.NotEmpty(
                    response.Value.GetProperty("content").GetProperty("application/json").GetProperty("example").EnumerateObject()));
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

        var operation = document.GetProperty("paths").GetProperty("/api/events").GetProperty("get");
        var schema = operation.GetProperty("parameters")[0].GetProperty("schema");
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
    }

    private static async Task<JsonElement> DocumentAsync(DashboardHost host)
    {
        using var response = await host.GetAsync("/openapi/v1.json");
        return await response.EnsureSuccessStatusCode().ReadJsonAsync();
    }

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
