using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The process of a gateway, and what it uses.</summary>
/// <param name="Build">The version of its build.</param>
/// <param name="Urls">The addresses that it listens on, eight at most.</param>
/// <param name="Connections">The number of open connections of clients over TCP.</param>
/// <param name="CpuCores">The number of processor cores in use, on average over the last seconds.</param>
/// <param name="MemoryBytes">The resident memory, in bytes.</param>
/// <param name="MemoryLimitBytes">The limit of it, in bytes: the container's, or otherwise the machine's memory.</param>
internal sealed record GatewayFactsResponse(
    string Build,
    IReadOnlyList<string> Urls,
    int Connections,
    double CpuCores,
    long MemoryBytes,
    long MemoryLimitBytes)
{
    public static GatewayFactsResponse? Of(GatewayFacts? facts) => facts is null
        ? null
        : new(facts.Build, facts.Urls, facts.Connections, facts.CpuCores, facts.MemoryBytes, facts.MemoryLimitBytes);
}
