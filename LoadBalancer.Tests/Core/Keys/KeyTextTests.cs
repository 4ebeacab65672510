using System.Net;
using LoadBalancer.Core.Keys;

namespace LoadBalancer.Tests.Core.Keys;

public sealed class KeyTextTests
{
    [Theory]
    [InlineData("a.test", false, "a.test")]
    [InlineData("A.Test", false, "a.test")]
    [InlineData("a.test:80", false, "a.test")]
    [InlineData("a.test:443", true, "a.test")]
    [InlineData("a.test:", false, "a.test")]
    [InlineData("a.test:443", false, "a.test:443")]
    [InlineData("a.test:80", true, "a.test:80")]
    [InlineData("a.test:8080", false, "a.test:8080")]
    [InlineData("[2001:DB8::1]:80", false, "[2001:db8::1]")]
    [InlineData("[2001:db8::80]", false, "[2001:db8::80]")]
    [InlineData("", false, "")]
    public void OfHost_EquivalentHosts_IsTheSameText(string host, bool isSecure, string text) =>
        Assert.Equal(text, KeyText.OfHost(host, isSecure));

    [Theory]
    [InlineData("/a%2Fb?c=/d?e", "/a%2Fb")]
    [InlineData("/", "/")]
    [InlineData("//x/../y?", "//x/../y")]
    [InlineData("*", "*")]
    [InlineData("http://a.test/b/c?d", "/b/c")]
    [InlineData("HTTPS://a.test:8443/b", "/b")]
    [InlineData("http://a.test", "/")]
    [InlineData("http://a.test?b", "/")]
    [InlineData("/redirect?to=http://a.test/b", "/redirect")]
    [InlineData("", "")]
    public void OfPath_AnyForm_IsThePathUpToTheQuery(string target, string path) => Assert.Equal(path, KeyText.OfPath(target));

    [Theory]
    [InlineData("192.0.2.7", 64, "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", 64, "2001:db8:1:2::/64")]
    [InlineData("2001:DB8:1:2::1", 64, "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", 64, "2001:db8:1:3::/64")]
    [InlineData("2001:db8::1", 64, "2001:db8::/64")]
    [InlineData("2001:db8:1:2:3:4:5:6", 48, "2001:db8:1::/48")]
    [InlineData("2001:db8:1:ffff::1", 52, "2001:db8:1:f000::/52")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 127, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127")]
    [InlineData("ffff::1", 1, "8000::/1")]
    [InlineData("7fff::1", 1, "::/1")]
    [InlineData("2001:db8:1:2:3:4:5:6", 128, "2001:db8:1:2:3:4:5:6")]
    [InlineData("fe80::1", 64, "fe80::1")]
    [InlineData("::1", 64, "::1")]
    public void OfAddress_IPv6_IsTheNetwork(string address, int prefix, string text) =>
        Assert.Equal(text, KeyText.OfAddress(IPAddress.Parse(address), prefix, new char[KeyText.AddressLength]));

    [Fact]
    public void OfAddress_LongestAddress_FitsTheBuffer()
    {
        var address = IPAddress.Parse("fe80:1111:2222:3333:4444:5555:6666:7777%4294967295");

        Assert.Equal(address.ToString(), KeyText.OfAddress(address, KeyText.DefaultPrefix, new char[KeyText.AddressLength]));
    }

    [Fact]
    public void OfAddress_IPv6_AllocatesNothing()
    {
        var address = IPAddress.Parse("2001:db8:1:2:3:4:5:6");
        var buffer = new char[KeyText.AddressLength];
        KeyText.OfAddress(address, KeyText.DefaultPrefix, buffer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            KeyText.OfAddress(address, KeyText.DefaultPrefix, buffer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
