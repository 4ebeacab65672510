using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dns;

/// <summary>Runs <see cref="DnsServerTests"/>, which need a resolver and a port 53 of their own.</summary>
public sealed class DnsTests
{
    [Fact]
    public async Task Names_ResolvedByARealDnsServer_AreFollowed()
    {
        _ = Missing.FindOnPath("dnsmasq") ?? throw Missing.Tool("dnsmasq");

        var result = await OwnNamespaces.RunAsync(typeof(DnsServerTests));

        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
        Assert.Contains(
            $"Total: {DnsServerTests.Count}, Errors: 0, Failed: 0, Skipped: 0,", result.StandardOutput, StringComparison.Ordinal);
    }
}
