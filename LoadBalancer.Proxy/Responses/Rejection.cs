namespace LoadBalancer.Proxy.Responses;

/// <summary>The response to a request that is not admitted.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">The detail of the problem document.</param>
/// <param name="RetryAfter">The seconds after which the client may retry.</param>
internal readonly record struct Rejection(RejectionReason Reason, int Status, string Detail, int RetryAfter);
