using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Connections;

namespace LoadBalancer.Proxy.Tls;

/// <summary>Counts the connections whose TLS does not come about: nothing behind it gets to see them.</summary>
internal static class HandshakeCount
{
    /// <summary>Stands before TLS.</summary>
    public static void UseHandshakeCount(this IConnectionBuilder connections, Rejections rejections) =>
        connections.Use(next => async connection =>
        {
            await next(connection);
            if (connection.Features.Get<Done>() is null)
            {
                rejections.Add(RejectionReason.Tls);
            }
        });

    /// <summary>Stands behind TLS.</summary>
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
