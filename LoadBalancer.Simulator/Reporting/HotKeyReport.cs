namespace LoadBalancer.Simulator.Reporting;

/// <summary>A key that many requests have.</summary>
/// <param name="Key">The key, cut to 128 characters.</param>
/// <param name="Requests">How many, at most.</param>
/// <param name="Error">By how many that may be too great.</param>
internal sealed record HotKeyReport(string Key, long Requests, long Error);
