namespace LoadBalancer.Proxy.Responses;

/// <summary>The response to a request that is not admitted.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Problem">The response.</param>
internal readonly record struct Rejection(RejectionReason Reason, Problem Problem);
