using LoadBalancer.Dashboard.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Dashboard.Configuration;

public sealed class DashboardOptionsTests
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public void Value_Defaults_HasNoKey()
    {
        var options = Read();

        Assert.Null(options.ApiKey);
        Assert.Empty(options.ApiKeys);
        Assert.Equal(TimeSpan.FromHours(8), options.SessionLifetime);
        Assert.Null(options.PathBase);
        Assert.Null(options.TrustedProxies);
        Assert.Null(options.TraceUrl);
    }

    [Theory]
    [InlineData("https://jaeger.example/trace/{traceId}")]
    [InlineData("http://127.0.0.1:3000/explore?left={traceId}")]
    public void Value_TraceUrl_IsRead(string url) => Assert.Equal(url, Read(("TraceUrl", url)).TraceUrl);

    [Fact]
    public void Value_NamedKeys_AreRead()
    {
        var options = Read(("ApiKey", Key), ("ApiKeys:ops", $"{Key}1"), ("ApiKeys:ci", $"{Key}2"));

        Assert.Equal(Key, options.ApiKey);
        Assert.Equal(["ci", "ops"], options.ApiKeys.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Dashboard:ApiKey:", "ApiKey", "short")]
    [InlineData("Dashboard:ApiKey:", "ApiKey", "with a space in it, too")]
    [InlineData("Dashboard:ApiKeys:ops:", "ApiKeys:ops", "short")]
    [InlineData("Dashboard:ApiKeys: the name 'o ps'", "ApiKeys:o ps", Key)]
    [InlineData("Dashboard:ApiKeys: one value", "ApiKeys", "secret-secret-secret")]
    [InlineData("Dashboard:ApiKeys:team: settings below a name are not allowed", "ApiKeys:team:alice", "secret-secret-secret")]
    [InlineData("Dashboard:ApiKey: settings below it are not allowed", "ApiKey:ops", "secret-secret-secret")]
    [InlineData("Dashboard:SessionLifetime:", "SessionLifetime", "00:00:01")]
    [InlineData("Dashboard:TraceUrl: 'javascript:alert(1)//{traceId}' is not allowed", "TraceUrl", "javascript:alert(1)//{traceId}")]
    [InlineData("Dashboard:TraceUrl: 'https://{traceId}.example/' is not allowed: it must be", "TraceUrl", "https://{traceId}.example/")]
    [InlineData("Dashboard:TraceUrl: 'https://jaeger.example/trace' is not allowed", "TraceUrl", "https://jaeger.example/trace")]
    [InlineData("Dashboard:TraceUrl: '/trace/{traceId}' is not allowed: it must be", "TraceUrl", "/trace/{traceId}")]
    [InlineData("Dashboard:TraceUrl: 'https://me:pw@a.example/{traceId}' is not", "TraceUrl", "https://me:pw@a.example/{traceId}")]
    [InlineData("Dashboard:PathBase: 'lb' is not allowed: it must be a path", "PathBase", "lb")]
    [InlineData("Dashboard:PathBase: '/' is not allowed: it must be", "PathBase", "/")]
    [InlineData("Dashboard:PathBase: '' is not allowed: it must be", "PathBase", "")]
    [InlineData("Dashboard:PathBase: '/lb/' is not allowed: it must be", "PathBase", "/lb/")]
    [InlineData("Dashboard:PathBase: '//lb' is not allowed: it must be", "PathBase", "//lb")]
    [InlineData("Dashboard:PathBase: '/a//b' is not allowed: it must be", "PathBase", "/a//b")]
    [InlineData("Dashboard:PathBase: '/a/../b' is not allowed: it must be", "PathBase", "/a/../b")]
    [InlineData("Dashboard:PathBase: '/lb?a' is not allowed: it must be", "PathBase", "/lb?a")]
    [InlineData("Dashboard:PathBase: '/lb#a' is not allowed: it must be", "PathBase", "/lb#a")]
    [InlineData("Dashboard:PathBase: '/l b' is not allowed: it must be", "PathBase", "/l b")]
    [InlineData(
        "Dashboard:TrustedProxies:0: 'proxy' is not allowed: it must be an address or a network such as 10.0.0.0/8",
        "TrustedProxies:0",
        "proxy")]
    [InlineData("Dashboard:TrustedProxies:0: '10.1' is not allowed: it must be", "TrustedProxies:0", "10.1")]
    [InlineData("Dashboard:TrustedProxies:0: '10.0.0.0/33' is not allowed: it must be", "TrustedProxies:0", "10.0.0.0/33")]
    [InlineData("Dashboard:Apikees:", "Apikees", "x")]
    public void Value_NotAllowed_ReportsTheSettingWithoutAnyKey(string beginning, string setting, string value)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Read((setting, value))).Failures.Single();

        Assert.StartsWith(beginning, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("with a space", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/lb")]
    [InlineData("/tools/load-balancer_1.0~x")]
    public void Value_PathBase_IsRead(string path) => Assert.Equal(path, Read(("PathBase", path)).PathBase);

    [Fact]
    public void Value_TrustedProxies_AreRead()
    {
        string[] proxies = ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"];

        var options = Read([.. proxies.Select((proxy, index) => ($"TrustedProxies:{index}", proxy))]);

        Assert.Equal(proxies, options.TrustedProxies);
    }

    [Fact]
    public void Value_TooManyTrustedProxies_IsRejected()
    {
        var failure = Assert.Throws<OptionsValidationException>(
            () => Read([.. Enumerable.Range(0, 65).Select(index => ($"TrustedProxies:{index}", $"10.0.0.{index}"))])).Failures.Single();

        Assert.Equal("Dashboard:TrustedProxies: 65 entries are not allowed: it must have at most 64.", failure);
    }

    [Fact]
    public void Value_TwoNamesOfOneKey_IsRejected()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Read(("ApiKey", Key), ("ApiKeys:ops", Key))).Failures.Single();

        Assert.StartsWith("Dashboard:ApiKeys: two names", failure, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, failure, StringComparison.Ordinal);
    }

    private static DashboardOptions Read(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create<string, string?>($"Dashboard:{setting.Key}", setting.Value)))
            .Build());
        services.AddDashboardOptions();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<DashboardOptions>>().Value;
    }
}
