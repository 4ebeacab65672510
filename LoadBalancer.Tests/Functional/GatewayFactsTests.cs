using System.Net.Sockets;
using System.Reflection;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Proxy.Reporting;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests what a gateway reports about its own process.</summary>
public sealed class GatewayFactsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_OfAGateway_HasWhatItsProcessUses()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);
        var before = await FactsAsync(cluster, facts => !facts.Urls.IsEmpty);

        var clients = new List<NetworkStream>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await cluster.Gateway.ConnectAsync(Token));
        }

        var facts = await FactsAsync(cluster, facts => facts.Connections == before.Connections + clients.Count);

        Assert.Equal(
            typeof(ProcessReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion, facts.Build);
        Assert.Equal(cluster.Gateway.Addresses, facts.Urls);
        Assert.InRange(facts.MemoryUsed, 0.0001, 1);
        Assert.InRange(facts.CpuCores, 0, Environment.ProcessorCount);

        clients.ForEach(client => client.Dispose());
        await FactsAsync(cluster, now => now.Connections == before.Connections);
    }

    private static async Task<GatewayFacts> FactsAsync(TestCluster cluster, Func<GatewayFacts, bool> isAwaited)
    {
        GatewayFacts? found = null;
        await Eventually.TrueAsync(
            "the facts are reported",
            async () =>
            {
                found = (await cluster.Exchange.ReadAsync("test", Token)).Reports.Single().Status?.Facts;
                return found is not null && isAwaited(found);
            },
            Patience);
        return found!;
    }
}
