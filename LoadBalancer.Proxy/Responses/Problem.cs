using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace LoadBalancer.Proxy.Responses;

/// <summary>A response of the gateway's own to a request that no server answered (RFC 9457). No addresses in it.</summary>
internal sealed class Problem
{
    public const string ContentType = "application/problem+json";

    /// <param name="status">The status.</param>
    /// <param name="detail">What has happened, for a person.</param>
    /// <param name="retryAfter">After how many seconds it may be better; <see langword="null"/> where nobody knows.</param>
    public Problem(int status, string detail, int? retryAfter = null)
    {
        Status = status;
        RetryAfter = retryAfter;
        Json = JsonSerializer.SerializeToUtf8Bytes(
            new ProblemReport(ReasonPhrases.GetReasonPhrase(status), status, detail), ProblemJson.Default.ProblemReport);
    }

    public int Status { get; }

    /// <summary>What has happened, in a word of RFC 9209 §2.3; <see langword="null"/> where it has none for it.</summary>
    public string? ProxyError { get; init; }

    public int? RetryAfter { get; }

    public ReadOnlyMemory<byte> Json { get; }
}
