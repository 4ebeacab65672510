using System.Text;
using LoadBalancer.Cluster;
using LoadBalancer.Gateway.Endpoints;
using LoadBalancer.Gateway.WarmUp;
using LoadBalancer.Proxy.Connections;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Headers;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Runtime;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Redis;
using LoadBalancer.Redis.Connections;
using LoadBalancer.ServiceDefaults;
using LoadBalancer.ServiceDefaults.Redis;
using LoadBalancer.ServiceDefaults.Telemetry;
using LoadBalancer.Yarp.Forwarding;
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

        builder.Services.AddKeys();
        builder.Services.AddRequestRecords();
        builder.Services.AddLimits();
        builder.Services.AddGatewayCluster();
        builder.AddOwnEndpoints();
        builder.Services.AddUpstreams();
        builder.Services.AddRouting(builder.Logging);
        builder.Services.AddRequestGate();
        builder.Services.AddRelay();
        builder.Services.AddSingleton<ITraceSampling, TraceSamplingAdapter>();
        builder.Services.Configure<TracingOptions>(tracing => tracing.Enrich = RequestTags.Copy);

        var app = builder.Build();

        // Before anything takes its own settings and finds them bad: whatever is bad is told at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.HideFaults();
        app.UseLimits();
        app.UseTunnelNotice();
        app.UseHeaderRules();
        app.UseSecureTransport();
        app.MapOwnEndpoints();
        app.MapProxy();
        return app;
    }
}
