namespace LoadBalancer.Benchmarks.Scale;

/// <summary>The cost of many clients that are connected but idle.</summary>
/// <param name="Connections">The number of connections.</param>
/// <param name="KibiEach">The gateway's resident memory per connection, in KiB.</param>
/// <param name="BusyWithout">The part of a core that the gateway uses before the clients connect.</param>
/// <param name="BusyWith">The part of a core that the gateway uses while they are connected.</param>
/// <param name="CostWithout">Microseconds of processor time per request of other clients, before the idle clients connect.</param>
/// <param name="CostWith">Microseconds of processor time per request of other clients, while the idle clients are connected.</param>
/// <param name="Median">The median of the milliseconds until the response when each idle client sends another request.</param>
/// <param name="Slowest">The largest of these times.</param>
internal sealed record ConnectionsSample(
    int Connections,
    double KibiEach,
    double BusyWithout,
    double BusyWith,
    double CostWithout,
    double CostWith,
    double Median,
    double Slowest);
