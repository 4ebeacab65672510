namespace LoadBalancer.Simulator.Reporting;

/// <summary>A frequent key.</summary>
/// <param name="Key">The key, truncated to 128 characters.</param>
/// <param name="Requests">The maximum number of requests with the key.</param>
/// <param name="Error">The amount by which that number may be too high.</param>
internal sealed record HotKeyReport(string Key, long Requests, long Error);
