using System.Globalization;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Tests.Core.Health;

public sealed class ProbeShareTests
{
    private static readonly string[] Servers = [.. Enumerable.Range(0, 500).Select(i => $"server-{i}")];

    [Fact]
    public void Includes_OnlyGateway_EveryServer() =>
        Assert.All(Servers, server => Assert.True(new ProbeShare([], new("g1")).Includes(new(server))));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void Includes_SeveralGateways_TwoForEachServerSpreadEvenly(int count)
    {
        string[] gateways = [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];

        var shares = gateways.ToDictionary(
            gateway => gateway, gateway => new ProbeShare(gateways.Select(GatewayProcess.Create), new(gateway)));

        Assert.All(Servers, server => Assert.Equal(2, shares.Values.Count(share => share.Includes(new(server)))));
        Assert.All(
            shares.Values, share => Assert.InRange(
                Servers.Count(server => share.Includes(new(server))), 1_000 / count * 0.6, 1_000 / count * 1.4));
    }

    [Fact]
    public void Includes_GatewayJoins_NoGatewayProbesMoreThanBefore()
    {
        var before = new ProbeShare([new("a"), new("b"), new("c")], new("a"));
        var after = new ProbeShare([new("a"), new("b"), new("c"), new("d")], new("a"));

        Assert.All(Servers, server => Assert.True(before.Includes(new(server)) || !after.Includes(new(server))));
    }
}
