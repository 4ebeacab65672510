namespace LoadBalancer.Cluster.Membership;

/// <summary>A server that was seen without its lease.</summary>
/// <param name="Instance">The process that had the lease.</param>
/// <param name="Missing">For how long at least it has been missing, sweeps all the while.</param>
internal readonly record struct LeaseMark(string Instance, TimeSpan Missing);
