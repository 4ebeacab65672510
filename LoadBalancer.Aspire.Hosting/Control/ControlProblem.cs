using System.Text.Json;

namespace LoadBalancer.Aspire.Hosting.Control;

/// <summary>The members of a problem (RFC 9457) that are shown.</summary>
/// <param name="Title">The kind of problem.</param>
/// <param name="Detail">The details of this occurrence.</param>
internal sealed record ControlProblem(string? Title, string? Detail)
{
    private const int Longest = 200;

    /// <summary>
    /// Returns the reason why a request failed, in one short line: the problem's detail, its title, or the meaning of the status.
    /// </summary>
    public static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await ParseAsync(response, cancellationToken);
        var reason = (problem?.Detail ?? problem?.Title ?? response.ReasonPhrase ?? "").ReplaceLineEndings(" ").Trim();
        return reason.Length <= Longest ? reason : $"{reason[..Longest]}…";
    }

    private static async Task<ControlProblem?> ParseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(
                await response.Content.ReadAsStringAsync(cancellationToken), ControlJson.Default.ControlProblem);
        }
        catch (JsonException)
        {
            // The response is not from our dashboard.
            return null;
        }
    }
}
