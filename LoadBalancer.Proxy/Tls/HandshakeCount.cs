using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Connections;

namespace LoadBalancer.Proxy.Tls;

/// <summary>Counts connections whose TLS handshake fails, which the rest of the pipeline does not see.</summary>
internal static class HandshakeCount
{
    /// <summary>Adds the counter; must come before TLS.</summary>
    public static void UseHandshakeCount(this IConnectionBuilder connections, Rejections rejections) =>
        connections.Use(next => async connection =>
        {
            await next(connection);
            if (connection.Features.Get<Done>() is null)
            {
                rejections.Add(RejectionReason.Tls);
            }
        });

    /// <summary>Marks a handshake as complete; must come after TLS.</summary>
    public static void UseHandshakeMark(this IConnectionBuilder connections) => connections.Use(next => connection =>
    {
        connection.Features.Set(Done.Mark);
        return next(connection);
    });

    private sealed class Done
    {
        public static readonly Done Mark = new();
    }
}
