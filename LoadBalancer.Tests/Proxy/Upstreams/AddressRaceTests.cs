using System.Net;
using System.Net.NetworkInformation;
using LoadBalancer.Core.Failures;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Upstreams;

public sealed class AddressRaceTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_FirstAccepts_NoOtherIsTried()
    {
        await using var first = Listening("127.1.0.1");
        await using var second = Listening("127.1.0.2", PortOf(first));

        var result = await RaceAsync(PortOf(first), "127.1.0.1", "127.1.0.2");

        using var socket = result.Socket;
        Assert.Equal("127.1.0.1", result.Address.ToString());
        Assert.Equal(0, second.Connections);
    }

    [Fact]
    public async Task Connect_Ipv4WrittenAsIpv6_Connects()
    {
        await using var server = Listening("127.1.5.1");

        var result = await RaceAsync(PortOf(server), "::ffff:127.1.5.1");

        using var socket = result.Socket;
        Assert.True(result.Failure.IsNone, result.Failure.ToString());
    }

    [Fact]
    public async Task Connect_FirstIsSilent_TheNextIsTriedAfterTheDelay()
    {
        await using var second = Listening("127.1.1.2");
        using var silent = new SilentPort(new(IPAddress.Parse("127.1.1.1"), PortOf(second)));
        var attempts = AttemptsTo("127.1.1.1");

        var racing = RaceAsync(PortOf(second), "127.1.1.1", "127.1.1.2");
        await Eventually.TrueAsync("the first is tried", () => AttemptsTo("127.1.1.1") > attempts, Patience);
        Assert.Equal(0, second.Connections);
        await Eventually.TrueAsync(
            "the second wins",
            () =>
            {
                _time.Advance(Delay);
                return racing.IsCompleted;
            },
            Patience);

        var result = await racing;
        using var socket = result.Socket;
        Assert.Equal("127.1.1.2", result.Address.ToString());
        Assert.Equal(attempts, AttemptsTo("127.1.1.1"));
    }

    [Fact]
    public async Task Connect_FirstRefuses_TheNextIsTriedAtOnce()
    {
        await using var second = Listening("127.1.2.2");

        var result = await RaceAsync(PortOf(second), "127.1.2.1", "127.1.2.2");

        using var socket = result.Socket;
        Assert.Equal("127.1.2.2", result.Address.ToString());
    }

    [Fact]
    public async Task Connect_AllRefuse_NamesAll()
    {
        using var port = new DeadPort();

        var result = await RaceAsync(new Uri(port.Url).Port, "127.1.3.1", "127.1.3.2");

        Assert.Null(result.Socket);
        Assert.Equal(
            (FailureCause.ConnectionRefused, "127.1.3.1: connection_refused; 127.1.3.2: connection_refused"),
            (result.Failure.Cause, result.Failure.Detail));
    }

    [Fact]
    public async Task Connect_Canceled_EndsAllAttempts()
    {
        using var first = new SilentPort(new(IPAddress.Parse("127.1.4.1"), 0));
        var port = new Uri(first.Url).Port;
        using var second = new SilentPort(new(IPAddress.Parse("127.1.4.2"), port));
        var attempts = AttemptsTo("127.1.4.1") + AttemptsTo("127.1.4.2");
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var racing = RaceAsync(port, canceled.Token, "127.1.4.1", "127.1.4.2");
        await Eventually.TrueAsync(
            "both are tried",
            () =>
            {
                _time.Advance(Delay);
                return AttemptsTo("127.1.4.1") + AttemptsTo("127.1.4.2") == attempts + 2;
            },
            Patience);

        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => racing);
        Assert.Equal(attempts, AttemptsTo("127.1.4.1") + AttemptsTo("127.1.4.2"));
    }

    private static TcpTestServer Listening(string address, int port = 0) =>
        new(async (stream, stop) => await stream.ReadToEndAsync(stop), new(IPAddress.Parse(address), port));

    private static int PortOf(TcpTestServer server) => new Uri(server.Url).Port;

    /// <summary>The number of attempts to connect to an address that the kernel has not ended.</summary>
    private static int AttemptsTo(string address) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Count(
        connection => connection.State == TcpState.SynSent && connection.RemoteEndPoint.Address.ToString() == address);

    private Task<ConnectResult> RaceAsync(int port, params string[] addresses) => RaceAsync(port, Token, addresses);

    private Task<ConnectResult> RaceAsync(int port, CancellationToken cancellationToken, params string[] addresses) =>
        new AddressRace(_time)
            .ConnectAsync(Array.ConvertAll(addresses, address => new KnownAddress(IPAddress.Parse(address))), port, cancellationToken)
            .AsTask();
}
