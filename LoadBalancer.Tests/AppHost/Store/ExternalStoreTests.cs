using System.Net;
using System.Net.Sockets;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Store;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.AppHost.Store;

public sealed class ExternalStoreTests
{
    private static readonly IConfiguration Nothing = new ConfigurationBuilder().Build();

    [Fact]
    public async Task EnsureReachableAsync_NobodyListens_NamesTheValueWithoutItsPassword()
    {
        using var boundButNotListening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        boundButNotListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var failure = await Assert.ThrowsAsync<StartException>(() => ExternalStore.EnsureReachableAsync(
            "--redis", $"{boundButNotListening.LocalEndPoint},password=hush", Nothing, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.StartsWith($"--redis: {boundButNotListening.LocalEndPoint} is unreachable", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task EnsureReachableAsync_NoConnectionString_IsAMistakeOfTheSettings()
    {
        var failure = await Assert.ThrowsAsync<StartException>(() => ExternalStore.EnsureReachableAsync(
            "ConnectionStrings:redis", "host,sls=true,password=hush", Nothing, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.Configuration, failure.Code);
        Assert.StartsWith("ConnectionStrings:redis has an option that is unknown or has an invalid value (element 2 of 3); allowed is ", failure.Message, StringComparison.Ordinal);
    }
}
