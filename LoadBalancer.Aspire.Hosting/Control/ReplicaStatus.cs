namespace LoadBalancer.Aspire.Hosting.Control;

/// <summary>The response of <c>/api/replicas</c>.</summary>
/// <param name="Count">The number of servers wanted, or <see langword="null"/> where nobody has set one.</param>
internal sealed record ReplicaStatus(int? Count);
