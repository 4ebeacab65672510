using System.IO.Pipelines;
using System.Net;
using LoadBalancer.Http.ProxyProtocol;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Runtime;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Listening.ProxyProtocol;

/// <summary>
/// Reads the PROXY protocol header at the beginning of a connection and sets the connection's remote endpoint to the client that it names.
/// If the peer is not one of the proxies, or does not send a valid header in time, the connection is closed without a response, which would
/// reveal the protocol.
/// </summary>
internal sealed partial class ProxyProtocolReader(
    IOptions<ListeningOptions> options, Rejections rejections, TimeProvider timeProvider, ILogger<ProxyProtocolReader> logger)
{
    private readonly TimeSpan _timeout = options.Value.ProxyProtocol.Timeout;
    private readonly TrustedNetworks _proxies = new(options.Value.ProxyProtocol.Networks);

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (peer is null || !_proxies.Contains(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
        {
            rejections.Add(RejectionReason.ProxyProtocol);
            LogRejected(peer, "its address is not in Gateway:ProxyProtocol:Networks");
            return;
        }

        var (header, rejection) = await ReadAsync(connection.Transport.Input);
        if (rejection is not null)
        {
            rejections.Add(RejectionReason.ProxyProtocol);
            LogRejected(peer, rejection);
            return;
        }

        connection.RemoteEndPoint = header.Client ?? connection.RemoteEndPoint;
        await next(connection);
    }

    private async ValueTask<(ProxyHeader Header, string? MessageError)> ReadAsync(PipeReader input)
    {
        var deadline = new ReadDeadline(input, timeProvider);
        deadline.BeginMessage(_timeout);
        using var timer = deadline.StartTimer();
        while (true)
        {
            var read = await input.ReadAsync();
            var header = read.IsCanceled ? default : ProxyHeader.Read(read.Buffer);
            if (header.State == HeaderState.Complete)
            {
                input.AdvanceTo(read.Buffer.GetPosition(header.Length));
                return deadline.TryMeet() ? (header, null) : (default, "its header arrived too late");
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (header.State == HeaderState.Malformed || read.IsCompleted || read.IsCanceled)
            {
                return (default, read.IsCanceled
                    ? "its header arrived too late"
                    : read.IsCompleted
                    ? "it closed before its header was complete"
                    : "it did not begin with a PROXY protocol header");
            }
        }
    }

    [LoggerMessage(3711, LogLevel.Debug, "A connection from {Peer} was closed: {Reason}")]
    private partial void LogRejected(IPAddress? peer, string reason);
}
