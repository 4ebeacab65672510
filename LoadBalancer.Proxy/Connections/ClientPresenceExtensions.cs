using LoadBalancer.Proxy.Listening;
using Microsoft.AspNetCore.Connections;
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
        var options = connections.ApplicationServices.GetRequiredService<IOptions<ListeningOptions>>();
        var endsWithInput = options.Value.AbortOnClose;
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
}
