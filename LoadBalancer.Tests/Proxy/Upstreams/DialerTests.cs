using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadBalancer.Tests.Proxy.Upstreams;

public sealed class DialerTests
{
    private readonly Dialer _dialer = new(new ServerTls(GatewayParts.Defaults<UpstreamOptions>(), NullLogger<ServerTls>.Instance));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dial_ServerListens_Connects()
    {
        await using var server = new TcpTestServer((stream, _) => stream.WriteTextAsync("hello", CancellationToken.None));

        var dialed = await DialAsync(server.Url, Token);

        using var socket = dialed.Socket;
        var buffer = new byte[5];
        await dialed.Stream!.ReadExactlyAsync(buffer, Token);
        Assert.Equal("hello"u8, buffer);
        Assert.Equal(DialFailure.None, dialed.Failure);
    }

    [Fact]
    public async Task Dial_NothingListens_IsRefused()
    {
        using var port = new DeadPort();

        AssertFailed(DialFailure.ConnectionRefused, await DialAsync(port.Url, Token));
    }

    [Fact]
    public async Task Dial_NameWithoutAnAddress_IsADnsError() =>
        AssertFailed(DialFailure.DnsError, await DialAsync("http://nobody.invalid:80", Token));

    [Fact]
    public async Task Dial_ServerDoesNotSpeakTls_IsATlsError()
    {
        await using var server = new TcpTestServer(
            (stream, _) => stream.WriteTextAsync("HTTP/1.1 400 Bad Request\r\n\r\n", CancellationToken.None));

        AssertFailed(DialFailure.TlsError, await DialAsync(server.Url.Replace("http:", "https:", StringComparison.Ordinal), Token));
    }

    [Fact]
    public async Task Dial_Cancelled_IsReportedAsCancelled()
    {
        using var port = new SilentPort();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var dialing = DialAsync(port.Url, cancelled.Token);

        await cancelled.CancelAsync();

        AssertFailed(DialFailure.Cancelled, await dialing);
    }

    private ValueTask<DialResult> DialAsync(string url, CancellationToken cancellationToken)
    {
        var address = new UpstreamAddress(url);
        return _dialer.DialAsync(address.EndPoint, address.IsSecure ? address.Host : null, cancellationToken);
    }

    private static void AssertFailed(DialFailure failure, DialResult dialed)
    {
        Assert.Equal((failure, true, true), (dialed.Failure, dialed.Socket is null, dialed.Stream is null));
        Assert.NotNull(dialed.Exception);
    }
}
