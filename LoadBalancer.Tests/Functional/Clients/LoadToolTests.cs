using System.Text.RegularExpressions;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Clients;

/// <summary>Runs programs that send many requests, none of which may fail.</summary>
public sealed partial class LoadToolTests : IAsyncLifetime
{
    private const int Patience = 1_000;

    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartWithServersAsync(3);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("-k")]
    [InlineData("-d")]
    public async Task ApacheBench_Http10WithOrWithoutKeepAlive_GetsEveryResponse(string option)
    {
        var output = (await Tool.RunAsync("ab", "-q", option, "-n", "1000", "-c", "8", Url)).StandardOutput;

        Assert.Matches(@"Complete requests:\s+1000\n", output);
        Assert.Matches(@"Failed requests:\s+0\n", output);
        Assert.DoesNotContain("Non-2xx", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrk_ManyConnections_GetsNoErrors()
    {
        var output = (await Tool.RunAsync("wrk", "-t", "1", "-c", "32", "-d", "2s", Url)).StandardOutput;

        Assert.Matches(@" requests in ", output);
        Assert.DoesNotContain("Socket errors", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Non-2xx", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task H2load_OverHttp11_GetsEveryResponse()
    {
        var output = (await Tool.RunAsync("h2load", "--h1", "-n", "1000", "-c", "8", "-m", "4", Url)).StandardOutput;

        Assert.Matches(Succeeded(), output);
        Assert.Contains("status codes: 1000 2xx, 0 3xx, 0 4xx, 0 5xx", output, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        "requests: 1000 total, 1000 started, 1000 done, 1000 succeeded, 0 failed, 0 errored, 0 timeout", RegexOptions.None, Patience)]
    private static partial Regex Succeeded();

    private string Url => _cluster.Gateway.Address + "x";
}
