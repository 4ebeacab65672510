using LoadBalancer.Proxy.Listening;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.Proxy.Listening;

/// <summary>
/// Tests where the platform's settings make the gateway listen, and what is reported about settings that cannot be honored.
/// </summary>
public sealed class ListenerSettingsTests
{
    private static readonly string[] AnyPort80 = ["http://*:80"];

    public static TheoryData<string, string> Rejected => new()
    {
        { "urls=nonsense", "urls: 'nonsense'" },
        { "urls=ftp://a", "http or https" },
        { "urls=http://127.0.0.1:70000", "0 to 65535" },
        { "urls=http://localhost:0", "127.0.0.1" },
        { "urls=http://*:80/base", "no path" },
        { "urls=http://pipe:/x", "named pipes" },
        { "urls=https://*:443", "Gateway:Tls:Certificates:0:Path" },
        { "https_ports=443", "Gateway:Tls:Certificates:0:Path" },
        { "Kestrel:Endpoints:Web:Url=", "Kestrel:Endpoints:Web:Url" },
        {
            "Kestrel:Endpoints:Web:Url=http://*:1|Kestrel:Endpoints:Web:Certificate:Path=x",
            "Kestrel:Endpoints:Web:Certificate: unknown setting"
        },
        {
            "Kestrel:Endpoints:Web:Url=http://*:1|Kestrel:Endpoints:Web:Sni:a.test:Certificate:Path=x",
            "Kestrel:Endpoints:Web:Sni: unknown setting"
        },
        { "Kestrel:Endpoints:Web:Url=http://*:1|Kestrel:Endpoints:Web:Protocols=Http3", "Gateway:Http3" },
        { "Kestrel:EndpointDefaults:SslProtocols=Tls12", "Kestrel:EndpointDefaults:SslProtocols: unknown setting" },
        { "Kestrel:EndpointDefaults:Protocols=None", "'None'" },
        { "Kestrel:Certificates:Default:Path=x", "Kestrel:Certificates: unknown setting" },
        { "Kestrel:Limits:MaxConcurrentConnections=1", "Kestrel:Limits: unknown setting" },
    };

    [Theory]
    [InlineData("", "http://*:80")]
    [InlineData("urls=http://*:8080; http://127.0.0.1:0", "http://*:8080 http://127.0.0.1:0")]
    [InlineData("http_ports=8080;8081", "http://*:8080 http://*:8081")]
    [InlineData("http_ports=8080|urls=http://[::1]:1", "http://[::1]:1")]
    [InlineData(
        "urls=http://*:1|Kestrel:Endpoints:Web:Url=http://*:2|Kestrel:Endpoints:Other:Url=http://unix:/tmp/x",
        "http://unix:/tmp/x http://*:2")]
    public void Listeners_OfThePlatformsSettings_MatchThem(string settings, string expected)
    {
        var read = Read(settings);

        Assert.Empty(read.Problems);
        Assert.Equal(expected.Split(' '), read.Listeners.Select(listener => listener.Address.ToString().ToLowerInvariant()));
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Setting_ThatCannotBeHonored_IsAProblem(string settings, string part) =>
        Assert.Contains(Read(settings).Problems, problem => problem.Contains(part, StringComparison.Ordinal));

    [Fact]
    public void Protocols_OfAnEndpoint_OverrideTheDefaults()
    {
        var read = Read(
            "Kestrel:EndpointDefaults:Protocols=Http2|Kestrel:Endpoints:A:Url=http://*:1|Kestrel:Endpoints:B:Url=http://*:2|"
            + "Kestrel:Endpoints:B:Protocols=http1");

        Assert.Equal(["Http2", "Http1"], read.Listeners.Select(listener => listener.Protocols.ToString()));
        Assert.DoesNotContain(read.Listeners, listener => listener.IsMixed);
    }

    [Fact]
    public void Urls_OfTheGateway_AreAddedToThePlatforms()
    {
        var read = Read(
            "urls=http://*:8080|Kestrel:EndpointDefaults:Protocols=Http1",
            options => (options.Urls, options.Tls.Certificates) = (["https://*:8443"], [new()]));

        Assert.Empty(read.Problems);
        Assert.Equal(
            [(8080, "Http1"), (8443, "Http1")], read.Listeners.Select(listener => (listener.Address.Port, listener.Protocols.ToString())));
        Assert.Contains(
            "Gateway:Urls:0: 'nonsense'",
            Assert.Single(Read("", options => options.Urls = ["nonsense"]).Problems),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ManagementPort_OfAnotherListener_IsAProblem()
    {
        var read = Read("urls=http://*:8080", options => options.ManagementPort = 8080);

        Assert.Contains("8080", Assert.Single(read.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_WhereNothingListensOnHttps_AreAProblem()
    {
        var read = Read("", options => options.Tls.Certificates = [new()]);

        Assert.Contains("https", Assert.Single(read.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Redirect_ToNoKnownPort_IsAProblem()
    {
        Assert.Contains("RedirectPort", Assert.Single(Read("", options => options.Tls.Redirect = true).Problems), StringComparison.Ordinal);
        var redirecting = Read(
            "urls=http://*:80;https://*:8443", options => (options.Tls.Redirect, options.Tls.Certificates) = (true, [new()]));
        Assert.Equal([8443, null], redirecting.Listeners.Select(listener => listener.RedirectPort));
    }

    [Fact]
    public void ProxyProtocol_ForSomePorts_IsUsedThereAndNotForManagement()
    {
        var read = Read("urls=http://*:80;http://*:81", options =>
        {
            options.ManagementPort = 82;
            options.ProxyProtocol.Networks = ["10.0.0.0/8"];
            options.ProxyProtocol.Ports = [81, 82];
        });

        Assert.Equal([false, true, false], read.Listeners.Select(listener => listener.TakesProxyProtocol));
        Assert.Equal([false, false, true], read.Listeners.Select(listener => listener.IsManagement));
    }

    [Fact]
    public void Http3_WhereUnsupported_IsAProblem()
    {
        var read = Read("", options => options.Http3 = true);

        Assert.Contains(read.Problems, problem => problem.Contains("Gateway:Http3: true is not allowed", StringComparison.Ordinal)
            && problem.Contains("https", StringComparison.Ordinal));
        Assert.Equal(AnyPort80, read.Listeners.Select(listener => listener.Address.ToString().ToLowerInvariant()));
    }

    private static ListenerSettings Read(string settings, Action<ListeningOptions>? configure = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(setting => setting.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build();
        var options = new ListeningOptions();
        configure?.Invoke(options);
        return ListenerSettings.Read(configuration, options);
    }
}
