namespace LoadBalancer.Proxy.Responses;

/// <summary>The body of <c>application/problem+json</c>; without a type, the title is that of the status (RFC 9457 §4.2.1).</summary>
internal sealed record ProblemReport(string Title, int Status, string Detail);
