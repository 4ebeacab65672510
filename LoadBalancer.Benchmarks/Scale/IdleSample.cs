namespace LoadBalancer.Benchmarks.Scale;

/// <summary>The cost of a gateway without requests.</summary>
/// <param name="Servers">The number of servers.</param>
/// <param name="Probes">Whether servers are probed at the default interval.</param>
/// <param name="Busy">The part of a core that the gateway uses.</param>
/// <param name="Memory">Its resident memory, in MiB.</param>
internal sealed record IdleSample(int Servers, bool Probes, double Busy, double Memory);
