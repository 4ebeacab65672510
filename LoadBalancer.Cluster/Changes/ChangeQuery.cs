namespace LoadBalancer.Cluster.Changes;

/// <summary>Which changes to read.</summary>
/// <param name="Since">The earliest, included; <see langword="null"/> for all that are kept.</param>
/// <param name="Until">The latest, included; <see langword="null"/> for all.</param>
/// <param name="By">Whose; <see langword="null"/> for everybody's.</param>
public sealed record ChangeQuery(DateTimeOffset? Since = null, DateTimeOffset? Until = null, string? By = null);
