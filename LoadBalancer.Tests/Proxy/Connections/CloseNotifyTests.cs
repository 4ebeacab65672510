using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LoadBalancer.Proxy.Connections;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Connections;

/// <summary>Tests the end of a TLS connection whose client does not read; the functional tests have the others.</summary>
public sealed class CloseNotifyTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly TestAuthority _authority = new();
    private readonly X509Certificate2 _certificate;
    private readonly FakeTimeProvider _time = new();
    private readonly DefaultConnectionContext _connection = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TestClient _client = null!;
    private Socket _socket = null!;
    private SslStream _secure = null!;

    public CloseNotifyTests() => _certificate = _authority.Issue(["a.test"]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _listener.Start();
        var connecting = TestClient.ConnectAsync(
            ((IPEndPoint)_listener.LocalEndpoint).Port, _authority, SslApplicationProtocol.Http11, Token);
        _socket = await _listener.AcceptSocketAsync(Token);
        _secure = new(new NetworkStream(_socket, ownsSocket: true));
        await _secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = _certificate, ApplicationProtocols = [SslApplicationProtocol.Http11] },
            Token);
        _client = await connecting;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _secure.DisposeAsync();
        _listener.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Notify_ClientDoesNotRead_GivesUpInTime()
    {
        Fill();
        var began = _time.GetTimestamp();

        var notifying = CloseNotify.NotifyAsync(_connection, _socket, _secure, _time);
        await AdvanceUntilAsync(() => notifying.IsCompleted);

        await notifying;
        Assert.InRange(_time.GetElapsedTime(began), Limit, Limit * 2);
        Assert.True(_secure.CanWrite);
        Assert.False(_connection.ConnectionClosed.IsCancellationRequested);
    }

    [Fact]
    public async Task Notify_ClientReadsAfterAWhile_SendsIt()
    {
        Fill();
        var notifying = CloseNotify.NotifyAsync(_connection, _socket, _secure, _time);
        _time.Advance(Interval);
        Assert.False(notifying.IsCompleted);

        var buffer = new byte[64 * 1024];
        while (!_socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite))
        {
            await _client.Socket.ReceiveAsync(buffer, Token);
        }

        await AdvanceUntilAsync(() => notifying.IsCompleted);

        Assert.False(_secure.CanWrite);
    }

    [Fact]
    public async Task Notify_ConnectionWasAborted_SendsNothing()
    {
        _socket.Close(timeout: 0);

        await CloseNotify.NotifyAsync(_connection, _socket, _secure, _time).WaitAsync(Patience, Token);

        await _client.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        Assert.Equal((true, false), (_client.Records!.WasReset, _client.Records.EndWithAlert));
    }

    /// <summary>Sends until the operating system takes nothing more.</summary>
    private void Fill()
    {
        var bytes = new byte[64 * 1024];
        _socket.Blocking = false;
        while (_socket.Send(bytes, SocketFlags.None, out var error) > 0 || error != SocketError.WouldBlock)
        {
            Assert.Equal(SocketError.Success, error);
        }

        Assert.False(_socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite));
    }

    private async Task AdvanceUntilAsync(Func<bool> isDone) =>
        await Eventually.TrueAsync(
            "it has ended",
            () =>
            {
                var done = isDone();
                _time.Advance(done ? TimeSpan.Zero : Interval);
                return done;
            },
            Patience);
}
