namespace LoadBalancer.Benchmarks.Scale;

/// <summary>Changes of the membership, one server each.</summary>
/// <param name="Servers">How many there are.</param>
/// <param name="Written">Milliseconds from the beginning of each change until the store has it.</param>
/// <param name="Seen">Milliseconds from its beginning until the gateway uses it.</param>
/// <param name="Processor">Milliseconds of the gateway's processor time for one, beyond what it takes idle.</param>
/// <param name="Building">Milliseconds in which a gateway builds the snapshot with the ring.</param>
/// <param name="Statistics">Milliseconds for a response of <c>/stats</c>.</param>
internal sealed record ChangeSample(int Servers, double[] Written, double[] Seen, double Processor, double Building, double Statistics);
