using System.Net.Security;
using System.Net.Sockets;
using LoadBalancer.Proxy.Runtime;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// Ends each TLS connection with close_notify (RFC 8446 §6.1, RFC 9112 §9.8): without it, a client cannot tell the end of a response from
/// an attacker's FIN. A connection that was aborted, because its response is incomplete, ends without it.
/// </summary>
internal static class CloseNotify
{
    /// <summary>How long it waits for a client that has not read enough of its response; then the connection ends without it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Adds the end of connections; must come just after TLS.</summary>
    public static void UseCloseNotify(this IConnectionBuilder connections)
    {
        var timeProvider = connections.ApplicationServices.GetRequiredService<TimeProvider>();
        connections.Use(next => async connection =>
        {
            await next(connection);
            if (connection.Features.Get<ISslStreamFeature>()?.SslStream is { } secure
                && connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
            {
                await NotifyAsync(connection, socket, secure, timeProvider);
            }
        });
    }

    /// <summary>Sends close_notify, after what has been sent before it.</summary>
    public static async Task NotifyAsync(ConnectionContext connection, Socket socket, SslStream secure, TimeProvider timeProvider)
    {
        var began = timeProvider.GetTimestamp();
        try
        {
            while (!await HalfClose.TryNotifyAsync(socket, secure).AsTask().WaitAsync(Limit, timeProvider)
                && timeProvider.GetElapsedTime(began) < Limit)
            {
                await Task.Delay(Interval, timeProvider);
            }
        }
        catch (TimeoutException exception)
        {
            connection.Abort(new ConnectionAbortedException("The client does not read the end of its connection.", exception));
        }
    }
}
