namespace LoadBalancer.Benchmarks.Scale;

/// <summary>Many clients that are connected and say nothing.</summary>
/// <param name="Connections">How many.</param>
/// <param name="KibiEach">Resident memory of the gateway for one.</param>
/// <param name="BusyWithout">The part of a core that works for the gateway before they come.</param>
/// <param name="BusyWith">While they are there.</param>
/// <param name="CostWithout">Microseconds of processor time of a request of others before they come.</param>
/// <param name="CostWith">While they are there.</param>
/// <param name="Median">Milliseconds until one of them that asks again is answered.</param>
/// <param name="Slowest">The same, the slowest.</param>
internal sealed record ConnectionsSample(
    int Connections,
    double KibiEach,
    double BusyWithout,
    double BusyWith,
    double CostWithout,
    double CostWith,
    double Median,
    double Slowest);
