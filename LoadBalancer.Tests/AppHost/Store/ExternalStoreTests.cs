using System.Net;
using System.Net.Sockets;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Store;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.AppHost.Store;

public sealed class ExternalStoreTests
{
    private static readonly IConfiguration Nothing = new ConfigurationBuilder().Build();

    [Fact]
    public async Task OpenAsync_NoListener_NamesTheValueWithoutItsPassword()
    {
        using var boundButNotListening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        boundButNotListening.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var failure = await Assert.ThrowsAsync<StartException>(
            () => OpenAsync(new() { Redis = $"{boundButNotListening.LocalEndPoint},password=hush" }));

        Assert.StartsWith($"--redis: {boundButNotListening.LocalEndPoint} cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task OpenAsync_InvalidConnectionString_IsAConfigurationError()
    {
        var failure = await Assert.ThrowsAsync<StartException>(() => OpenAsync(
            new() { Redis = "host,sls=true,password=hush", RedisSetting = "ConnectionStrings__redis" }));

        Assert.Equal(ExitCode.Configuration, failure.Code);
        Assert.StartsWith(
            "ConnectionStrings__redis has an option that is unknown or has an invalid value (element 2 of 3); it must be ",
            failure.Message,
            StringComparison.Ordinal);
    }

    private static async Task OpenAsync(AppHostOptions options)
    {
        await using var store = await ExternalStore.OpenAsync(options, Nothing, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
