namespace LoadBalancer.Benchmarks.Starts;

/// <summary>A moment of a process under load.</summary>
/// <param name="Ends">Seconds from the start of the process to its end.</param>
/// <param name="Throughput">Requests a second.</param>
/// <param name="PerProcessor">
/// Requests for each second of the process's processor time: on a core of its own the same, and little changed by who else is on the
/// machine.
/// </param>
internal sealed record StartWindow(double Ends, double Throughput, double PerProcessor);
