namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>One run of a contender under a load that never ends before the proxy does.</summary>
/// <param name="Contender">Who.</param>
/// <param name="Scenario">Under what.</param>
/// <param name="MicrosecondsPerRequest">Processor time of its process, user and system.</param>
/// <param name="RequestsPerSecond">On one core.</param>
/// <param name="PeakMemory">MiB, from its start on.</param>
/// <param name="Busy">The part of the time that its core worked for it.</param>
/// <param name="AllocatedPerRequest">Bytes on the managed heap, where there is one.</param>
internal sealed record Sample(
    string Contender,
    string Scenario,
    double MicrosecondsPerRequest,
    double RequestsPerSecond,
    double PeakMemory,
    double Busy,
    double? AllocatedPerRequest);
