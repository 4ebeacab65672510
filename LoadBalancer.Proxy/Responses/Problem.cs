using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace LoadBalancer.Proxy.Responses;

/// <summary>The gateway's own response to a request that no server responded to (RFC 9457). Contains no addresses.</summary>
internal sealed class Problem
{
    public const string ContentType = "application/problem+json";

    /// <param name="status">The status.</param>
    /// <param name="detail">A description for humans.</param>
    /// <param name="retryAfter">The seconds after which a retry may succeed; <see langword="null"/> if unknown.</param>
    public Problem(int status, string detail, int? retryAfter = null)
    {
        Status = status;
        Detail = detail;
        RetryAfter = retryAfter;
        Json = JsonSerializer.SerializeToUtf8Bytes(
            new ProblemReport(ReasonPhrases.GetReasonPhrase(status), status, detail), ProblemJson.Default.ProblemReport);
    }

    private Problem(Problem problem, int retryAfter)
    {
        Status = problem.Status;
        Detail = problem.Detail;
        RetryAfter = retryAfter;
        ProxyError = problem.ProxyError;
        Json = problem.Json;
    }

    public int Status { get; }

    /// <summary>The description for humans.</summary>
    public string Detail { get; }

    /// <summary>The error type of RFC 9209 §2.3; <see langword="null"/> if none applies.</summary>
    public string? ProxyError { get; init; }

    public int? RetryAfter { get; }

    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Returns the same problem with another time after which a retry may succeed.</summary>
    public Problem After(int seconds) => new(this, seconds);
}
