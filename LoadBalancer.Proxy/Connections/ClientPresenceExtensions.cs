using LoadBalancer.Proxy.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Connections;

/// <summary>Serves clients that close their sending side after a request, unless <c>Gateway:AbortOnClose</c> is set.</summary>
internal static class ClientPresenceExtensions
{
    /// <summary>
    /// Replaces the transport's notice that a connection has closed, which is given at the end of the client's bytes. Must come before
    /// anything is read.
    /// </summary>
    public static void UseClientPresence(this IConnectionBuilder connections)
    {
        var endsWithInput = OptionsOf(connections).AbortOnClose;
        var logger = connections.ApplicationServices.GetRequiredService<ILogger<ClientPresence>>();
        connections.Use(next => async connection =>
        {
            var presence = new ClientPresence(connection, endsWithInput, logger);
            presence.Begin();
            connection.ConnectionClosed = presence.Gone;
            connection.Features.Set(presence);
            try
            {
                await next(connection);
            }
            finally
            {
                presence.End();
            }
        });
    }

    /// <summary>Lets the streams of an HTTP/2 connection finish after the end of the client's bytes. Must come after TLS.</summary>
    public static void UseHttp2Input(this IConnectionBuilder connections)
    {
        if (OptionsOf(connections).AbortOnClose)
        {
            return;
        }

        var timeProvider = connections.ApplicationServices.GetRequiredService<TimeProvider>();
        connections.Use(next => connection =>
        {
            if (IsHttp2(connection))
            {
                var transport = connection.Transport;
                var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
                var input = new Http2Input(transport.Input, () => closing?.RequestClose(), timeProvider, connection.ConnectionClosed);
                connection.Transport = new GatedTransport(input, transport.Output);
            }

            return next(connection);
        });
    }

    private static bool IsHttp2(ConnectionContext connection) =>
        connection.Features.Get<ITlsHandshakeFeature>() is null
        || connection.Features.Get<ITlsApplicationProtocolFeature>()?.ApplicationProtocol.Span.SequenceEqual("h2"u8) == true;

    private static ListeningOptions OptionsOf(IConnectionBuilder connections) =>
        connections.ApplicationServices.GetRequiredService<IOptions<ListeningOptions>>().Value;
}
