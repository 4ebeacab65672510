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
            "--redis", $"{boundButNotListening.LocalEndPoint},password=hush", TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.StartsWith($"--redis is '{boundButNotListening.LocalEndPoint},password=*****': ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task EnsureReachableAsync_NoConnectionString_IsAMistakeOfTheSettings()
    {
        var failure = await Assert.ThrowsAsync<StartException>(() => ExternalStore.EnsureReachableAsync(
            "ConnectionStrings:redis", "host,sls=true,password=hush", TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.Configuration, failure.Code);
        Assert.StartsWith("ConnectionStrings:redis is 'host,sls=true,password=*****' (Keyword 'sls' is not supported", failure.Message, StringComparison.Ordinal);
    }
}
