namespace LoadBalancer.Cluster.Changes;

/// <summary>A query for changes.</summary>
/// <param name="Since">The earliest time, inclusive; <see langword="null"/> for all that are kept.</param>
/// <param name="Until">The latest time, inclusive; <see langword="null"/> for all.</param>
/// <param name="By">The author; <see langword="null"/> for all authors.</param>
public sealed record ChangeQuery(DateTimeOffset? Since = null, DateTimeOffset? Until = null, string? By = null);
