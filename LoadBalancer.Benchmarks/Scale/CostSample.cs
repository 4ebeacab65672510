namespace LoadBalancer.Benchmarks.Scale;

/// <summary>One run under a load that never ends before the gateway does.</summary>
/// <param name="Servers">How many there are.</param>
/// <param name="Cores">How many the gateway may use.</param>
/// <param name="MicrosecondsPerRequest">Processor time of its process, user and system, whatever it was used for.</param>
/// <param name="RequestsPerSecond">In all.</param>
/// <param name="PeakMemory">MiB, from its start on.</param>
/// <param name="Busy">The cores that worked for it.</param>
/// <param name="AllocatedPerRequest">Bytes on the managed heap, whatever they were used for.</param>
/// <param name="Connections">To servers, at the end.</param>
internal sealed record CostSample(
    int Servers,
    int Cores,
    double MicrosecondsPerRequest,
    double RequestsPerSecond,
    double PeakMemory,
    double Busy,
    double AllocatedPerRequest,
    int Connections);
