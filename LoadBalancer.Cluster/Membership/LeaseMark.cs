namespace LoadBalancer.Cluster.Membership;

/// <summary>A server that was observed without its lease.</summary>
/// <param name="Instance">The process that had the lease.</param>
/// <param name="Missing">The minimum time for which it has been missing, with consecutive sweeps.</param>
internal readonly record struct LeaseMark(string Instance, TimeSpan Missing);
