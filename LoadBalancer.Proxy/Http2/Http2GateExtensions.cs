using System.IO.Pipelines;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Runtime;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace LoadBalancer.Proxy.Http2;

internal static class Http2GateExtensions
{
    public static void AddHttp2Gate(this IServiceCollection services)
    {
        services.AddSingleton<RejectionMark>();
        services.AddSingleton<Http2GateServices>();
    }

    /// <summary>Adds a gate in front of the rest of each connection's pipeline; every connection must use HTTP/2.</summary>
    public static void UseHttp2Gate(this IConnectionBuilder connections) =>
        connections.Use(next => Gate(connections.ApplicationServices, next));

    /// <summary>Returns a pipeline for connections that use HTTP/2: a gate, and what follows.</summary>
    public static ConnectionDelegate Gate(IServiceProvider provider, ConnectionDelegate next)
    {
        var services = provider.GetRequiredService<Http2GateServices>();
        return connection =>
        {
            if (connection.Features.Get<StreamResets>()?.IsClientOver == true)
            {
                services.Reject(connection, RejectionReason.Http2Resets);
                return Task.CompletedTask;
            }

            var isSecure = connection.Features.Get<ITlsHandshakeFeature>() is not null;
            var output = new Http2Output(connection.Transport.Output);
            var gate = new Http2Gate(InputOf(connection, services), output, isSecure, services);
            connection.Transport = new GatedTransport(gate, output);
            connection.Features.Set(gate);
            connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static gate => ((Http2Gate)gate).OnHeartbeat(), gate);
            return next(connection);
        };
    }

    /// <summary>Responds to streams that a gate has rejected. Must come before all other checks of requests.</summary>
    public static void UseHttp2Rejections(this WebApplication app) => app.UseMiddleware<Http2RejectionMiddleware>();

    private static PipeReader InputOf(ConnectionContext connection, Http2GateServices services)
    {
        var input = connection.Transport.Input;
        if (services.AbortsOnClose)
        {
            return input;
        }

        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        return new Http2Input(input, () => closing?.RequestClose(), connection.ConnectionClosed);
    }
}
