using System.Net;
using LoadBalancer.Registration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Registration;

public sealed class AdvertisedUrlTests
{
    [Theory]
    [InlineData("http://127.0.0.1:41001", "http://127.0.0.1:41001")]
    [InlineData("http://a.test:5000/base", "http://a.test:5000/base")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000")]
    [InlineData("https://a.test:5001", "https://a.test:5001")]
    public void Get_NoSetting_IsWhatTheServerListensOn(string address, string url) => Assert.Equal(url, Get(null, address));

    [Fact]
    public void Get_Setting_Wins() => Assert.Equal("http://outside.test/x", Get("http://outside.test/x", "http://127.0.0.1:41001"));

    [Fact]
    public void Get_SeveralAddresses_PrefersPlainHttp() =>
        Assert.Equal("http://b.test:2", Get(null, "https://a.test:1", "http://b.test:2", "http://c.test:3"));

    [Fact]
    public void Get_UnixSocketBesideAPort_IsThePort() =>
        Assert.Equal("https://a.test:1", Get(null, "http://unix:/tmp/a.sock", "https://a.test:1"));

    [Theory]
    [InlineData("http://*:7")]
    [InlineData("http://+:7")]
    [InlineData("http://0.0.0.0:7")]
    [InlineData("http://[::]:7")]
    public void Get_Wildcard_IsAnAddressOfThisMachine(string address)
    {
        var url = new Uri(Get(null, address));

        Assert.Equal(7, url.Port);
        Assert.True(IPAddress.TryParse(url.Host, out var ip));
        Assert.NotEqual(IPAddress.Any, ip);
    }

    [Fact]
    public void Get_NoNetworkAddress_NamesTheSetting()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Get(null, "http://unix:/tmp/a.sock"));

        Assert.Contains("Registration:Url", exception.Message, StringComparison.Ordinal);
    }

    private static string Get(string? setting, params string[] addresses)
    {
        using var server = new StubServer(addresses);
        return new AdvertisedUrl(server, Options.Create(new RegistrationOptions { Url = setting })).Get();
    }
}
