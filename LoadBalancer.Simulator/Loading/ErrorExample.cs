using System.Globalization;
using System.Text.Json;
using LoadBalancer.Presentation;

namespace LoadBalancer.Simulator.Loading;

/// <summary>Describes a response that is an error: its status, its server, the request, and the reason that it states.</summary>
internal static class ErrorExample
{
    private const int LongestReason = 160;
    private const int LongestTarget = 80;

    /// <param name="response">The response.</param>
    /// <param name="server">The server, if the response names it.</param>
    /// <param name="request">The method and the target of the request.</param>
    /// <param name="body">The start of the body.</param>
    public static string Of(HttpResponseMessage response, string? server, string request, string body)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd();
        var from = server is null ? "" : $" from {VisibleText.Name(server)}";
        var reason = ReasonOf(response, body);
        return $"{VisibleText.Of(status)}{from} for {VisibleText.Shorten(VisibleText.Of(request), LongestTarget)}"
            + (reason is null ? "" : $": {VisibleText.Shorten(VisibleText.Of(reason), LongestReason)}");
    }

    /// <summary>
    /// Returns the reason in a body of <c>application/problem+json</c>, in <c>Proxy-Status</c> (RFC 9209), or in the first line of a plain
    /// text; <see langword="null"/> if there is none.
    /// </summary>
    private static string? ReasonOf(HttpResponseMessage response, string body)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (type.EndsWith("json", StringComparison.OrdinalIgnoreCase) && DetailOf(body) is { Length: > 0 } detail)
        {
            return detail;
        }

        return response.Headers.TryGetValues("Proxy-Status", out var status) ? string.Join(", ", status)
            : type == "text/plain" && body.Trim().Split('\n')[0].Trim() is { Length: > 0 } line ? line
            : null;
    }

    private static string? DetailOf(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement.ValueKind != JsonValueKind.Object ? null
                : TextOf(problem.RootElement, "detail") ?? TextOf(problem.RootElement, "title");
        }
        catch (JsonException)
        {
            // A body that is longer than its start, or no JSON at all, states no reason here.
            return null;
        }
    }

    private static string? TextOf(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
