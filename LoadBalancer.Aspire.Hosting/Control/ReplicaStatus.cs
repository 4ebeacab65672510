namespace LoadBalancer.Aspire.Hosting.Control;

/// <summary>The response body of <c>/api/replicas</c>.</summary>
/// <param name="Count">The wanted number of servers; <see langword="null"/> if none was set.</param>
internal sealed record ReplicaStatus(int? Count);
