using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Proxy.Connections;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadBalancer.Tests.Proxy.Connections;

/// <summary>Tests the presence of a client on a real socket, whose bytes the test reads in place of the transport.</summary>
public sealed class ClientPresenceTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Pipe _input = new();
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly DefaultConnectionContext _connection = new();
    private Socket _socket = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await _client.ConnectAsync(listener.LocalEndPoint!, Token);
        _socket = await listener.AcceptAsync(Token);
        _connection.Transport = new Duplex(_input.Reader, new Pipe().Writer);
        _connection.Features.Set<IConnectionSocketFeature>(new SocketFeature(_socket));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _socket.Dispose();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task Gone_ClientHasClosedItsSide_IsNotCancelled()
    {
        var presence = await HalfClosedAsync();

        presence.OnHeartbeat();

        Assert.False(presence.Gone.IsCancellationRequested);
    }

    [Fact]
    public async Task Gone_ResetAfterClosingItsSide_IsCancelledAtTheNextHeartbeat()
    {
        var presence = await HalfClosedAsync();

        _client.LingerState = new(enable: true, 0);
        _client.Close();

        await Eventually.TrueAsync(
            "the reset has arrived",
            () =>
            {
                presence.OnHeartbeat();
                return presence.Gone.IsCancellationRequested;
            },
            Patience);
    }

    [Fact]
    public async Task Gone_TransportHasClosedTheSocket_IsCancelledAtTheNextHeartbeat()
    {
        var presence = await HalfClosedAsync();

        _socket.Dispose();
        presence.OnHeartbeat();

        Assert.True(presence.Gone.IsCancellationRequested);
    }

    [Fact]
    public async Task Gone_InputEndsWithAnError_IsCancelledAtOnce()
    {
        var presence = Begin(endsWithInput: false);

        await _input.Writer.CompleteAsync(new ConnectionResetException("reset"));

        await Eventually.TrueAsync("the client is gone", () => presence.Gone.IsCancellationRequested, Patience);
    }

    [Fact]
    public async Task Gone_EndsWithTheInput_IsCancelledAtOnce()
    {
        var presence = Begin(endsWithInput: true);

        await _input.Writer.CompleteAsync();

        await Eventually.TrueAsync("the client is gone", () => presence.Gone.IsCancellationRequested, Patience);
    }

    private ClientPresence Begin(bool endsWithInput)
    {
        var presence = new ClientPresence(_connection, endsWithInput, NullLogger<ClientPresence>.Instance);
        presence.Begin();
        return presence;
    }

    /// <summary>Closes the client's side, and waits until the presence knows.</summary>
    private async Task<ClientPresence> HalfClosedAsync()
    {
        var presence = Begin(endsWithInput: false);
        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
#pragma warning disable CS0618 // The presence itself learns from it.
        _input.Reader.OnWriterCompleted((_, _) => known.SetResult(), null);
#pragma warning restore CS0618
        _client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await _socket.ReceiveAsync(new byte[1], Token));
        await _input.Writer.CompleteAsync();
        await known.Task.WaitAsync(Patience, Token);
        return presence;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed record SocketFeature(Socket Socket) : IConnectionSocketFeature;
}
