namespace LoadBalancer.Benchmarks.Starts;

/// <summary>A short period of a process under load.</summary>
/// <param name="Ends">Seconds from the start of the process to the end of the window.</param>
/// <param name="Throughput">Requests per second.</param>
/// <param name="PerProcessor">
/// Requests per second of the process's processor time. This equals the throughput if the process has a core to itself, and other processes
/// on the machine hardly affect it.
/// </param>
internal sealed record StartWindow(double Ends, double Throughput, double PerProcessor);
