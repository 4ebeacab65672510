namespace LoadBalancer.Benchmarks.Scale;

/// <summary>A gateway without requests.</summary>
/// <param name="Servers">How many there are.</param>
/// <param name="Probes">Whether they are probed as often as by default.</param>
/// <param name="Busy">The part of a core that works for it.</param>
/// <param name="Memory">MiB.</param>
internal sealed record IdleSample(int Servers, bool Probes, double Busy, double Memory);
