using System.Text.Json;
using LoadBalancer.Dashboard.Responses;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Asserts that every problem that any test of the dashboard provokes is of a listed type, and remembers the types.</summary>
internal sealed class ListedProblems(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly HashSet<ProblemType> _seen = [];

    /// <summary>The types that this client has received.</summary>
    public IReadOnlySet<ProblemType> Seen => _seen;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json" && request.Method != HttpMethod.Head)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            using var problem = JsonDocument.Parse(body);
            Check(problem.RootElement, (int)response.StatusCode);
        }

        return response;
    }

    private void Check(JsonElement problem, int status)
    {
        var uri = problem.GetProperty("type").GetString();
        var type = Assert.Single(ProblemType.All, listed => listed.Uri == uri);
        Assert.Equal(type.Title, problem.GetProperty("title").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.True(type.Status is { } only ? only == status : status is >= 400 and < 500, $"{uri} {status}");
        Assert.All(
            problem.EnumerateObject(), member => Assert.Contains(member.Name, (string[])["type", "title", "status", "detail", "field"]));
        lock (_seen)
        {
            _seen.Add(type);
        }
    }
}
