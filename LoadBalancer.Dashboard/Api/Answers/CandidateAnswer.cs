namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>A server that a key may go to.</summary>
/// <param name="Id">The server.</param>
/// <param name="State"><c>active</c> or <c>draining</c>.</param>
/// <param name="Healthy">Whether most gateways find it healthy.</param>
internal sealed record CandidateAnswer(string Id, string State, bool Healthy);
