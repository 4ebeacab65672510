namespace LoadBalancer.Aspire.Hosting.Control;

/// <summary>The body of <c>PUT /api/replicas/orchestrator</c>.</summary>
/// <param name="Name">The name of the AppHost: machine and process id.</param>
/// <param name="Kept">The number of servers that it keeps running.</param>
/// <param name="Most">The largest number of servers that it can keep running.</param>
/// <param name="Count">The wanted number of servers to set; <see langword="null"/> leaves it unchanged.</param>
internal sealed record OrchestratorReport(string Name, int Kept, int Most, int? Count);
