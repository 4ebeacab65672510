namespace LoadBalancer.Proxy.Responses;

/// <summary>How a request that is not admitted is answered.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">What the problem document says.</param>
/// <param name="RetryAfter">The seconds after which it may be tried again.</param>
internal readonly record struct Rejection(RejectionReason Reason, int Status, string Detail, int RetryAfter);
