using LoadBalancer.Redis.Connections;
using System.Text;
using LoadBalancer.Gateway.Endpoints;
using LoadBalancer.Gateway.Events;
using LoadBalancer.Gateway.Fields;
using LoadBalancer.Gateway.Gate;
using LoadBalancer.Gateway.Health;
using LoadBalancer.Gateway.Hosting;
using LoadBalancer.Gateway.Identity;
using LoadBalancer.Gateway.Keys;
using LoadBalancer.Gateway.Limits;
using LoadBalancer.Gateway.Listening;
using LoadBalancer.Gateway.Relay;
using LoadBalancer.Gateway.Requests;
using LoadBalancer.Gateway.Routing;
using LoadBalancer.Gateway.Servers;
using LoadBalancer.Gateway.State;
using LoadBalancer.Gateway.Statistics;
using LoadBalancer.Gateway.WarmUp;
using LoadBalancer.Redis;
using LoadBalancer.ServiceDefaults;
using LoadBalancer.ServiceDefaults.Redis;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway;

/// <summary>The data plane, put together: its own two endpoints, and everything else proxied.</summary>
internal static class GatewayApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        PoolThreads.KeepSome();
        builder.UseInlineCompletions();
        builder.AddServiceDefaults();
        var redis = RedisConnection.Read("redis", builder.Configuration);
        builder.AddRedisConnection("redis", redis.ClientOptions, redis.Configure);
        builder.Services.AddRedisRegistry();
        builder.Services.AddWarmUp();
        return Build(builder);
    }

    /// <summary>The gateway over whatever registry the builder's services hold.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // Bytes above ASCII mean whatever servers and clients agree on: they pass as they are.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.UseInlineScheduling();
        builder.AddListening();

        builder.Services.AddIdentity();
        builder.Services.AddKeys();
        builder.Services.AddRequestRecords();
        builder.Services.AddLimits();
        builder.Services.AddEvents();
        builder.Services.AddHealth();
        builder.Services.AddClusterState();
        builder.Services.AddStatistics();
        builder.AddOwnEndpoints();
        builder.Services.AddServerTls();
        builder.Services.AddRouting(builder.Logging);
        builder.Services.AddRequestGate();
        builder.Services.AddRelay();

        var app = builder.Build();

        // Before anything takes its own settings and finds them bad: whatever is bad is told at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.HideFaults();
        app.UseLimits();
        app.UseTunnelNotice();
        app.UseFieldRules();
        app.UseSecureTransport();
        app.MapOwnEndpoints();
        app.MapProxy();
        return app;
    }
}
