using System.Text.RegularExpressions;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Clients;

/// <summary>Runs slowhttptest, which sends many slow heads and bodies and reads slowly; other clients are served meanwhile.</summary>
public sealed partial class SlowHttpTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartWithServersAsync(2);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [GeneratedRegex(@"\x1b\[[0-9;]*[A-Za-z]", RegexOptions.None, 1_000)]
    private static partial Regex Colour();

    [Theory]
    [InlineData("-H")]
    [InlineData("-B")]
    [InlineData("-X")]
    public async Task Attack_OfManyConnections_DoesNotAffectOthers(string mode)
    {
        // Connections, seconds between pieces, connections per second, seconds in total, and how long its own probe waits for a response.
        var attack = Tool.RunAsync(
            "slowhttptest", mode, "-c", "200", "-i", "1", "-r", "200", "-l", "4", "-p", "2", "-u", $"{_cluster.Gateway.Address}x");
        var served = 0;
        while (!attack.IsCompleted)
        {
            Assert.StartsWith("s", await _cluster.GetAsync($"key-{served}"), StringComparison.Ordinal);
            served++;
        }

        var output = Colour().Replace((await attack).StandardOutput, "");

        Assert.True(served > 0);
        Assert.Matches(@"service available:\s+YES", output);
        Assert.DoesNotMatch(@"service available:\s+NO", output);
        Assert.Equal(2, _cluster.Gateway.Snapshot.UsableCount);
    }
}
