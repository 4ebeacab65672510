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
    public async Task EnsureUsableAsync_NobodyListens_NamesTheValueWithoutItsPassword()
    {
        using var boundButNotListening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        boundButNotListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var failure = await Assert.ThrowsAsync<StartException>(() => ExternalStore.EnsureUsableAsync(
            "--redis", $"{boundButNotListening.LocalEndPoint},password=hush", Nothing, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.StartsWith($"--redis: {boundButNotListening.LocalEndPoint} cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task EnsureUsableAsync_NoConnectionString_IsAMistakeOfTheSettings()
    {
        var failure = await Assert.ThrowsAsync<StartException>(() => ExternalStore.EnsureUsableAsync(
            "ConnectionStrings__redis", "host,sls=true,password=hush", Nothing, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.Configuration, failure.Code);
        Assert.StartsWith("ConnectionStrings__redis has an option that is unknown or has an invalid value (element 2 of 3); allowed is ", failure.Message, StringComparison.Ordinal);
    }
}
