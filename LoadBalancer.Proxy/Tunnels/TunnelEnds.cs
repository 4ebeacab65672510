using System.Net.Sockets;

namespace LoadBalancer.Proxy.Tunnels;

/// <summary>
/// Passes the end of one direction of a tunnel on to the other peer, while the other direction goes on. Each direction ends once; the two
/// may end at the same time.
/// </summary>
/// <param name="endToServer">Ends what is sent to the server; <see langword="null"/> if the server's connection cannot do that.</param>
/// <param name="endToClient">Ends what is sent to the client; <see langword="null"/> if the client's connection cannot do that.</param>
/// <param name="cut">Ends the tunnel at once.</param>
internal sealed class TunnelEnds(Func<ValueTask>? endToServer, Func<ValueTask>? endToClient, Action cut)
{
    private readonly TaskCompletionSource _clientIsOver = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Records that nothing more goes to the server, which has been told so in the tunnel's own protocol.</summary>
    public void EndClient() => _clientIsOver.TrySetResult();

    /// <summary>Tells the server that the client sends nothing more.</summary>
    public async ValueTask EndToServerAsync()
    {
        await EndAsync(endToServer);
        EndClient();
    }

    /// <summary>Tells the client that the server sends nothing more, and waits for the client's own end.</summary>
    public async ValueTask EndToClientAsync(CancellationToken cancellationToken)
    {
        await EndAsync(endToClient);
        await _clientIsOver.Task.WaitAsync(cancellationToken);
    }

    private async ValueTask EndAsync(Func<ValueTask>? end)
    {
        if (end is null)
        {
            cut();
            return;
        }

        try
        {
            await end();
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The peer has gone.
            cut();
        }
    }
}
