namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>The result of one run of a contender under a load that keeps it busy all the time.</summary>
/// <param name="Contender">The name of the contender.</param>
/// <param name="Scenario">The name of the scenario.</param>
/// <param name="MicrosecondsPerRequest">The processor time of its process per request, user and system.</param>
/// <param name="RequestsPerSecond">Requests per second on one core.</param>
/// <param name="PeakMemory">The peak memory since its start, in MiB.</param>
/// <param name="Busy">The part of the time during which its core worked for it.</param>
/// <param name="AllocatedPerRequest">The number of bytes allocated on the managed heap per request, if it has one.</param>
internal sealed record Sample(
    string Contender,
    string Scenario,
    double MicrosecondsPerRequest,
    double RequestsPerSecond,
    double PeakMemory,
    double Busy,
    double? AllocatedPerRequest);
