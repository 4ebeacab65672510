using System.Net;
using System.Net.Sockets;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Store;

namespace LoadBalancer.Tests.AppHost.Store;

public sealed class ExternalStoreTests
{
    [Fact]
    public async Task EnsureReachableAsync_NobodyListens_NamesTheValueWithoutItsPassword()
    {
        using var boundButNotListening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        boundButNotListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var failure = await Assert.ThrowsAsync<StartException>(() => ExternalStore.EnsureReachableAsync(
            $"{boundButNotListening.LocalEndPoint},password=hush", TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.StartsWith($"--redis is '{boundButNotListening.LocalEndPoint},password=*****': ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
