using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>An attempt of a request on a server.</summary>
/// <param name="Server">The server.</param>
/// <param name="StartMs">When it began, in milliseconds after the request.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="DurationMs">How long it took, in milliseconds; absent if it has not ended.</param>
/// <param name="Status">The status of the server's response; absent if there was none.</param>
/// <param name="Error">The cause of its failure; absent if it did not fail.</param>
/// <param name="Detail">What exactly failed, in words.</param>
internal sealed record AttemptResponse(
    string Server, double StartMs, string Outcome, double? DurationMs, int? Status, string? Error, string? Detail)
{
    public static AttemptResponse Of(TailAttempt attempt) => new(
        attempt.Server, attempt.StartMs, attempt.Outcome, attempt.DurationMs, attempt.Status, attempt.Error, attempt.Detail);
}
