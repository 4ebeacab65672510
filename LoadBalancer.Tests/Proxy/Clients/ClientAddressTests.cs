using System.Net;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Tests.Proxy.Clients;

public sealed class ClientAddressTests
{
    private static readonly TrustedProxies Trusted = GatewayParts.Trusted("10.0.0.0/8", "192.0.2.7", "fd00::/8");
    private static readonly TrustedProxies Nobody = GatewayParts.Trusted();

    [Theory]
    [InlineData("203.0.113.1", "6.6.6.6", "203.0.113.1")]
    [InlineData("::ffff:203.0.113.1", "", "203.0.113.1")]
    [InlineData("10.1.1.1", "", "10.1.1.1")]
    [InlineData("10.1.1.1", "198.51.100.9", "198.51.100.9")]
    [InlineData("::ffff:10.1.1.1", "198.51.100.9", "198.51.100.9")]
    [InlineData("10.1.1.1", "6.6.6.6, 198.51.100.9", "198.51.100.9")]
    [InlineData("10.1.1.1", "6.6.6.6, 198.51.100.9, 10.2.2.2,192.0.2.7", "198.51.100.9")]
    [InlineData("10.1.1.1", "10.3.3.3, 10.2.2.2", "10.3.3.3")]
    [InlineData("10.1.1.1", "198.51.100.9:4711", "198.51.100.9")]
    [InlineData("fd00::1", "[2001:db8::1]:4711", "2001:db8::1")]
    [InlineData("10.1.1.1", "2001:db8::1", "2001:db8::1")]
    [InlineData("10.1.1.1", "198.51.100.9,", "198.51.100.9")]
    [InlineData("10.1.1.1", ", 198.51.100.9 , ,", "198.51.100.9")]
    [InlineData("10.1.1.1", " , ", "10.1.1.1")]
    [InlineData("10.1.1.1", "nonsense", "10.1.1.1")]
    [InlineData("10.1.1.1", "1", "10.1.1.1")]
    [InlineData("10.1.1.1", "6.6.6.6, unknown, 10.2.2.2", "10.2.2.2")]
    public void Of_AddressesOfProxies_IsTheNearestThatIsNotTrusted(string peer, string forwardedFor, string client)
    {
        Assert.Equal(IPAddress.Parse(client), ClientAddress.Of(Request(peer, ("X-Forwarded-For", forwardedFor)), Trusted));
    }

    [Fact]
    public void Of_SeveralFields_AreReadFromTheLast()
    {
        var context = Request("10.1.1.1");
        context.Request.Headers["X-Forwarded-For"] = new StringValues(["6.6.6.6", "198.51.100.9, 10.2.2.2"]);

        Assert.Equal(IPAddress.Parse("198.51.100.9"), ClientAddress.Of(context, Trusted));
    }

    [Theory]
    [InlineData("for=6.6.6.6, for=198.51.100.9;proto=https, for=10.2.2.2", "198.51.100.9")]
    [InlineData("proto=https;For=\"[2001:db8::1]:4711\"", "2001:db8::1")]
    [InlineData("for=198.51.100.9,,", "198.51.100.9")]
    [InlineData("for=_hidden", "10.1.1.1")]
    [InlineData("proto=https", "10.1.1.1")]
    public void Of_FieldForwarded_IsReadWhereTheOtherIsMissing(string forwarded, string client)
    {
        Assert.Equal(IPAddress.Parse(client), ClientAddress.Of(Request("10.1.1.1", ("Forwarded", forwarded)), Trusted));
    }

    [Fact]
    public void Of_NoProxyIsTrusted_IsThePeer()
    {
        Assert.Equal(IPAddress.Parse("10.1.1.1"), ClientAddress.Of(Request("10.1.1.1", ("X-Forwarded-For", "6.6.6.6")), Nobody));
    }

    [Fact]
    public void Of_ConnectionWithoutAddress_IsNone()
    {
        Assert.Null(ClientAddress.Of(new DefaultHttpContext(), Trusted));
    }

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("10.0.0.1:80", false)]
    [InlineData("example.org", false)]
    [InlineData("", false)]
    public void TryParse_Networks_AreAddressesOrCidr(string text, bool isAllowed)
    {
        Assert.Equal(isAllowed, Networks.TryParse(text, out _));
    }

    private static DefaultHttpContext Request(string peer, params (string Name, string Value)[] fields)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        foreach (var (name, value) in fields.Where(field => field.Value.Length > 0))
        {
            context.Request.Headers[name] = value;
        }

        return context;
    }
}
