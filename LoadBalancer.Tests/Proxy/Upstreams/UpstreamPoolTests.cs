using System.Net;
using System.Net.Sockets;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Upstreams;

public sealed class UpstreamPoolTests : IDisposable
{
    private const int MostIdle = 1_024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _servers = [];
    private readonly UpstreamPool _pool;

    public UpstreamPoolTests()
    {
        _listener.Start();
        _pool = new(new($"http://{_listener.LocalEndpoint}"), instance: null, TimeSpan.FromSeconds(60), _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pool.Retire();
        _servers.ForEach(server => server.Dispose());
        _listener.Dispose();
    }

    [Fact]
    public async Task Take_KeptConnection_IsReturnedOnce()
    {
        var connection = await ConnectAsync();
        _pool.Keep(connection);

        Assert.Same(connection, _pool.Take());
        Assert.Null(_pool.Take());
        Assert.True(connection.WasUsed);
        connection.Dispose();
    }

    [Fact]
    public async Task Take_Several_ReturnsTheLastUsedFirst()
    {
        UpstreamConnection[] connections = [await ConnectAsync(), await ConnectAsync(), await ConnectAsync()];
        Array.ForEach(connections, connection => _pool.Keep(connection));

        Assert.Equal(connections.Reverse(), [_pool.Take(), _pool.Take(), _pool.Take()]);
        Assert.Null(_pool.Take());
        Array.ForEach(connections, connection => connection.Dispose());
    }

    [Fact]
    public async Task Sweep_SomeAreOld_KeepsTheOthersInTheirOrder()
    {
        UpstreamConnection[] connections = [await ConnectAsync(), await ConnectAsync(), await ConnectAsync()];
        _pool.Keep(connections[0]);
        _time.Advance(TimeSpan.FromSeconds(31));
        _pool.Keep(connections[1]);
        _pool.Keep(connections[2]);
        _time.Advance(TimeSpan.FromSeconds(30));

        _pool.Sweep();

        Assert.Equal([connections[2], connections[1], null], [_pool.Take(), _pool.Take(), _pool.Take()]);
        Array.ForEach(connections, connection => connection.Dispose());
    }

    [Fact]
    public async Task Take_ServerHasClosed_ReturnsTheNext()
    {
        var (closed, open) = (await ConnectAsync(), await ConnectAsync());
        _pool.Keep(open);
        _pool.Keep(closed);
        _servers[0].Dispose();
        await Eventually.TrueAsync("the end is known", () => !closed.IsUsable, Patience);

        Assert.Same(open, _pool.Take());
        open.Dispose();
    }

    [Fact]
    public async Task Take_ServerHasSentUnsolicitedBytes_ReturnsNone()
    {
        var connection = await ConnectAsync();
        _pool.Keep(connection);
        await _servers[0].SendAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), Token);
        await Eventually.TrueAsync("it is known", () => !connection.IsUsable, Patience);

        Assert.Null(_pool.Take());
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task Sweep_IdleForAMinute_Closes(int seconds, bool stays)
    {
        var connection = await ConnectAsync();
        _pool.Keep(connection);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        _pool.Sweep();

        Assert.Equal(stays, _pool.Take() is not null);
        connection.Dispose();
    }

    [Theory]
    [InlineData(60, 60, true)]
    [InlineData(61, 60, false)]
    [InlineData(4, 4, true)]
    [InlineData(5, 4, false)]
    public async Task Take_IdleForTooLong_ReturnsNone(int seconds, int limit, bool stays)
    {
        var connection = await ConnectAsync();
        _pool.Keep(connection, TimeSpan.FromSeconds(limit + 1));
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(stays, _pool.Take() is not null);
        connection.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Keep_ServerAnnouncesNoMoreThanTheMargin_Closes(int announced)
    {
        _pool.Keep(await ConnectAsync(), TimeSpan.FromSeconds(announced));

        Assert.Null(_pool.Take());
        Assert.Equal(0, await _servers[0].ReceiveAsync(new byte[1], Token));
    }

    [Fact]
    public async Task Take_AddressIsGone_ReturnsNone()
    {
        var (gone, stays) = (new KnownAddress(IPAddress.Loopback), new KnownAddress(IPAddress.Loopback));
        var connection = await ConnectAsync(stays);
        _pool.Keep(connection);
        _pool.Keep(await ConnectAsync(gone));
        var busy = await ConnectAsync(gone);

        gone.Retire();
        _pool.Keep(busy);

        Assert.Same(connection, _pool.Take());
        Assert.Null(_pool.Take());
        Assert.Equal(0, await _servers[1].ReceiveAsync(new byte[1], Token));
        Assert.Equal(0, await _servers[2].ReceiveAsync(new byte[1], Token));
        connection.Dispose();
    }

    /// <summary>The pending read may learn of the close later than the operating system.</summary>
    [Fact]
    public async Task HasEnded_ServerHasClosed_IsTrue()
    {
        var connection = await ConnectAsync();
        Assert.False(connection.HasEnded);

        _servers[0].Dispose();

        await Eventually.TrueAsync("the close has arrived", () => connection.HasEnded, Patience);
        connection.Dispose();
    }

    [Fact]
    public async Task Sweep_OldThoughOftenUsed_Closes()
    {
        var connection = await ConnectAsync();
        for (var i = 0; i < 21; i++)
        {
            _pool.Keep(connection);
            Assert.Same(connection, _pool.Take());
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        _pool.Keep(connection);
        _pool.Sweep();

        Assert.Null(_pool.Take());
    }

    [Fact]
    public async Task Keep_AfterThePoolIsRetired_Closes()
    {
        var (before, after) = (await ConnectAsync(), await ConnectAsync());
        _pool.Keep(before);

        _pool.Retire();
        _pool.Keep(after);

        Assert.Null(_pool.Take());
        Assert.All(_servers, server => Assert.Equal(0, server.Receive(new byte[1])));
    }

    [Fact]
    public async Task Keep_MoreThanItHolds_ClosesTheRest()
    {
        for (var i = 0; i <= MostIdle; i++)
        {
            _pool.Keep(await ConnectAsync());
        }

        var kept = 0;
        while (_pool.Take() is { } connection)
        {
            connection.Dispose();
            kept++;
        }

        Assert.Equal(MostIdle, kept);
    }

    private async Task<UpstreamConnection> ConnectAsync(KnownAddress? address = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_listener.LocalEndpoint, Token);
        _servers.Add(await _listener.AcceptSocketAsync(Token));
        return new(socket, new NetworkStream(socket, ownsSocket: true), _time.GetTimestamp(), address);
    }
}
