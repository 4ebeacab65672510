using System.Net;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    public void Of_OneClient_IsTheSame(string one, string other) =>
        Assert.Equal(ClientNetwork.Of(IPAddress.Parse(one)), ClientNetwork.Of(IPAddress.Parse(other)));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    [InlineData("::1", "127.0.0.1")]
    [InlineData("::1", "0.0.0.1")]
    public void Of_TwoClients_Differs(string one, string other) =>
        Assert.NotEqual(ClientNetwork.Of(IPAddress.Parse(one)), ClientNetwork.Of(IPAddress.Parse(other)));

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("0.0.0.0")]
    public void Of_LowestAddresses_IsNotZero(string address) => Assert.NotEqual(0UL, ClientNetwork.Of(IPAddress.Parse(address)));

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:192.0.2.1")]
    public void Of_AnyAddress_AllocatesNothing(string text)
    {
        var address = IPAddress.Parse(text);

        Assert.Equal(0, Allocations.Of(() => ClientNetwork.Of(address)));
    }
}
