namespace LoadBalancer.Registry.Replicas;

/// <summary>How many servers are wanted, and who sees to it.</summary>
/// <param name="Wanted">The number; <see langword="null"/> where nobody has said one.</param>
/// <param name="Launcher">The launcher that follows it; <see langword="null"/> where there is none, so that nothing would come of another number.</param>
public sealed record ReplicaStatus(int? Wanted, LauncherReport? Launcher);
