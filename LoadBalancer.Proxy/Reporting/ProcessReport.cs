using System.Reflection;
using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LoadBalancer.Proxy.Reporting;

/// <summary>Reports what this gateway has rejected, and what its process uses. Thread-safe.</summary>
internal sealed class ProcessReport(Rejections rejections, ConnectionLimit connections, IServer server, TimeProvider timeProvider)
    : IDataPlane
{
    private static readonly string Build =
        typeof(ProcessReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private readonly CpuUsage _cpu = new(() => Environment.CpuUsage.TotalTime, timeProvider);
    private readonly ProcessMemory _memory = new();

    public long Rejected => rejections.Total;

    public GatewayFacts? Facts => new(Build, connections.Open, Math.Round(_cpu.Cores(), 3), Environment.WorkingSet, _memory.Limit)
    {
        Urls = [.. (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Take(GatewayFacts.MostUrls)],
    };
}
