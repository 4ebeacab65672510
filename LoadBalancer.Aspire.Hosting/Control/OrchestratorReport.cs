namespace LoadBalancer.Aspire.Hosting.Control;

/// <summary>The body of <c>PUT /api/replicas/orchestrator</c>.</summary>
/// <param name="Name">The AppHost: machine and process id.</param>
/// <param name="Kept">The number of servers that it keeps running.</param>
/// <param name="Most">The largest number that it can keep running.</param>
/// <param name="Count">The number that it wants, or <see langword="null"/> to leave it as it is.</param>
internal sealed record OrchestratorReport(string Name, int Kept, int Most, int? Count);
