namespace LoadBalancer.Benchmarks.Scale;

/// <summary>The cost of membership changes of one server each.</summary>
/// <param name="Servers">The number of servers.</param>
/// <param name="Written">Milliseconds from the start of each change until it is stored in Redis.</param>
/// <param name="Seen">Milliseconds from the start of each change until the gateway uses it.</param>
/// <param name="Processor">Milliseconds of the gateway's processor time per change, beyond what it uses when idle.</param>
/// <param name="Building">Milliseconds that the gateway takes to build the snapshot with the ring.</param>
/// <param name="Statistics">Milliseconds for a response of <c>/stats</c>.</param>
internal sealed record ChangeSample(int Servers, double[] Written, double[] Seen, double Processor, double Building, double Statistics);
