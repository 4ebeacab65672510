using System.Net;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

internal static class LimitsExtensions
{
    public static void AddLimits(this IServiceCollection services)
    {
        services.AddSettings<LimitsOptions, LimitsOptions.Rules>(
            LimitsOptions.Section, static (settings, options) => settings.Bind(options));
        services.AddSingleton<Rejections>();
        services.AddSingleton<Overload>();
        services.AddSingleton<RequestsInFlight>();
        services.AddSingleton<ClientRates>();
        services.AddSingleton<Admission>();
        services.AddSingleton<ConnectionLimit>();
        services.AddSingleton<ClientConnections>();
        services.AddSingleton<ClientResets>();
        services.AddHostedService<OverloadMonitor>();
        services.AddHostedService<RejectionMetrics>();
        services.AddHostedService<RejectionLog>();
    }

    /// <summary>Applies the limits to Kestrel, and tracks the streams of HTTP/2. Call after the settings have been validated.</summary>
    public static void UseLimits(this WebApplication app)
    {
        app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.Apply(LimitsOf(app.Services));
        app.UseMiddleware<StreamResetsMiddleware>();
    }

    /// <summary>Admits requests to the proxied part of the gateway within the limits; the gateway's own endpoints are exempt.</summary>
    public static void UseAdmission(this IApplicationBuilder proxy)
    {
        proxy.UseMiddleware<LimitsMiddleware>();
        if (LimitsOf(proxy.ApplicationServices).RequestTimeout > TimeSpan.Zero)
        {
            proxy.UseMiddleware<RequestTimeoutMiddleware>();
        }
    }

    /// <summary>Closes connections beyond the limit for all clients. Must come first, before anything is read.</summary>
    public static void UseConnectionLimit(this IConnectionBuilder connections)
    {
        var limit = connections.ApplicationServices.GetRequiredService<ConnectionLimit>();
        var rejections = connections.ApplicationServices.GetRequiredService<Rejections>();
        connections.Use(next => async connection =>
        {
            if (!limit.TryEnter())
            {
                connection.Reject(rejections, RejectionReason.Connections);
                return;
            }

            try
            {
                await next(connection);
            }
            finally
            {
                limit.Leave();
            }
        });
    }

    /// <summary>
    /// Closes connections beyond the limit per client. Must come after the client is identified (PROXY protocol), and before TLS.
    /// </summary>
    public static void UseClientConnectionLimit(this IConnectionBuilder connections)
    {
        var clients = connections.ApplicationServices.GetRequiredService<ClientConnections>();
        var rejections = connections.ApplicationServices.GetRequiredService<Rejections>();
        connections.Use(next => async connection =>
        {
            if (!clients.TryEnter((connection.RemoteEndPoint as IPEndPoint)?.Address, out var ticket))
            {
                connection.Reject(rejections, RejectionReason.ConnectionsPerClient);
                return;
            }

            try
            {
                await next(connection);
            }
            finally
            {
                clients.Leave(ticket);
            }
        });
    }

    /// <summary>Counts the reset streams of each connection. Must come after the client is identified (PROXY protocol).</summary>
    public static void UseStreamResets(this IConnectionBuilder connections)
    {
        var most = LimitsOf(connections.ApplicationServices).Http2.Resets;
        var clients = connections.ApplicationServices.GetRequiredService<ClientResets>();
        var timeProvider = connections.ApplicationServices.GetRequiredService<TimeProvider>();
        connections.Use(next => connection =>
        {
            var client = clients.Identify((connection.RemoteEndPoint as IPEndPoint)?.Address);
            connection.Features.Set(new StreamResets(most, timeProvider, clients, client));
            return next(connection);
        });
    }

    /// <summary>Closes a connection and counts it.</summary>
    public static void Reject(this ConnectionContext connection, Rejections rejections, RejectionReason reason)
    {
        rejections.Add(reason);
        connection.Abort(new ConnectionAbortedException(Rejections.NameOf(reason)));
    }

    private static LimitsOptions LimitsOf(IServiceProvider services) => services.GetRequiredService<IOptions<LimitsOptions>>().Value;
}
