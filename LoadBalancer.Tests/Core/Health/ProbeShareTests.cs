using System.Globalization;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Tests.Core.Health;

public sealed class ProbeShareTests
{
    private static readonly string[] Servers = [.. Enumerable.Range(0, 500).Select(i => $"server-{i}")];

    [Fact]
    public void Includes_OnlyGateway_EveryServer() => Assert.All(Servers, server => Assert.True(new ProbeShare([], "g1").Includes(server)));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void Includes_SeveralGateways_TwoForEachServerSpreadEvenly(int count)
    {
        string[] gateways = [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];

        var shares = gateways.ToDictionary(gateway => gateway, gateway => new ProbeShare(gateways, gateway));

        Assert.All(Servers, server => Assert.Equal(2, shares.Values.Count(share => share.Includes(server))));
        Assert.All(shares.Values, share => Assert.InRange(Servers.Count(share.Includes), 1_000 / count * 0.6, 1_000 / count * 1.4));
    }

    [Fact]
    public void Includes_GatewayJoins_NoGatewayProbesMoreThanBefore()
    {
        var before = new ProbeShare(["a", "b", "c"], "a");
        var after = new ProbeShare(["a", "b", "c", "d"], "a");

        Assert.All(Servers, server => Assert.True(before.Includes(server) || !after.Includes(server)));
    }
}
