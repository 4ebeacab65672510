namespace LoadBalancer.Benchmarks.Scale;

/// <summary>The result of one run under a load that keeps the gateway busy all the time.</summary>
/// <param name="Servers">The number of servers.</param>
/// <param name="Cores">The number of cores that the gateway may use.</param>
/// <param name="MicrosecondsPerRequest">The total processor time of its process per request, user and system.</param>
/// <param name="RequestsPerSecond">Requests per second in total.</param>
/// <param name="PeakMemory">The peak memory since its start, in MiB.</param>
/// <param name="Busy">The number of cores that the gateway used on average.</param>
/// <param name="AllocatedPerRequest">The total number of bytes allocated on the managed heap per request.</param>
/// <param name="Connections">The number of connections to servers at the end.</param>
internal sealed record CostSample(
    int Servers,
    int Cores,
    double MicrosecondsPerRequest,
    double RequestsPerSecond,
    double PeakMemory,
    double Busy,
    double AllocatedPerRequest,
    int Connections);
