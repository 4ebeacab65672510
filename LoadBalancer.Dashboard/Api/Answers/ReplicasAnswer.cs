using LoadBalancer.Registry.Replicas;

namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>How many servers the launcher shall keep running.</summary>
/// <param name="Count">The number that is wanted; absent where nobody has said one.</param>
/// <param name="Launcher">The launcher that follows it; absent where there is none.</param>
/// <param name="Kept">How many it keeps at the moment.</param>
internal sealed record ReplicasAnswer(int? Count, string? Launcher, int? Kept)
{
    public static ReplicasAnswer Of(ReplicaStatus status) => new(status.Wanted, status.Launcher?.Name, status.Launcher?.Kept);
}
