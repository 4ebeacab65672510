using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Gateway.Http1;

internal static class RequestGateExtensions
{
    /// <summary>Puts a gate before whatever follows on each connection.</summary>
    public static void UseRequestGate(this IConnectionBuilder connections)
    {
        var logger = connections.ApplicationServices.GetRequiredService<ILogger<RequestGate>>();
        connections.Use(next => connection =>
        {
            var gate = new RequestGate(connection.Transport.Input, connection.Features.Get<ITlsHandshakeFeature>() is not null, logger);
            connection.Transport = new GatedTransport(gate, connection.Transport.Output);
            connection.Features.Set(gate);
            return next(connection);
        });
    }

    /// <summary>Tells the gate when a request turns its connection into a tunnel.</summary>
    public static void UseTunnelNotice(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade && context.Features.Get<RequestGate>() is { } gate)
        {
            context.Features.Set<IHttpUpgradeFeature>(new GatedUpgrade(upgrade, gate));
        }

        return next(context);
    });
}
