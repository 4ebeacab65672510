using LoadBalancer.Proxy.Responses;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>A response of the gateway's own.</summary>
/// <param name="Status">The status; 0 for no response of the gateway's own.</param>
/// <param name="ProxyError">Its error type of RFC 9209 §2.3; <see langword="null"/> if none applies.</param>
/// <param name="Detail">Its description; <see langword="null"/> if it has none.</param>
/// <param name="Bytes">The number of body bytes.</param>
internal readonly record struct OwnResponse(int Status, string? ProxyError, string? Detail, int Bytes)
{
    /// <param name="problem">The response.</param>
    /// <param name="isForHead">Whether the request's method is HEAD.</param>
    public static OwnResponse Of(Problem problem, bool isForHead) =>
        new(problem.Status, problem.ProxyError, problem.Detail, isForHead ? 0 : problem.Json.Length);
}
