using System.Text.Json;

namespace LoadBalancer.Aspire.Hosting.Control;

/// <summary>A problem (RFC 9457), as far as it is shown.</summary>
/// <param name="Title">What kind of problem it is.</param>
/// <param name="Detail">What is wrong this time.</param>
internal sealed record ControlProblem(string? Title, string? Detail)
{
    private const int Longest = 200;

    /// <summary>Why a request failed, in one short line: the detail of the problem, its title, or what the status means.</summary>
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
            // Something else than our dashboard responded.
            return null;
        }
    }
}
