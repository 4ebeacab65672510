using System.Text;
using LoadBalancer.Cluster;
using LoadBalancer.Gateway.Endpoints;
using LoadBalancer.Gateway.WarmUp;
using LoadBalancer.Proxy.Connections;
using LoadBalancer.Proxy.Draining;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Exchange.Streams;
using LoadBalancer.Proxy.Headers;
using LoadBalancer.Proxy.Http2;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Reporting;
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

/// <summary>Composes the data plane: the gateway's own endpoints, and the proxy for everything else.</summary>
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

    /// <summary>Builds a gateway with the registry in the builder's services.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // Bytes above ASCII have no defined encoding; they are forwarded unchanged.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.UseInlineScheduling();
        builder.AddListening();

        builder.Services.AddKeys();
        builder.Services.AddRequestRecords();
        builder.Services.AddLimits();
        builder.Services.AddReporting();
        builder.Services.AddGatewayCluster();
        builder.AddOwnEndpoints();
        builder.Services.AddUpstreams();
        builder.Services.AddDraining();
        builder.Services.AddRouting(builder.Logging);
        builder.Services.AddRequestGate();
        builder.Services.AddHttp2Gate();
        builder.Services.AddRelay();
        builder.Services.AddStreamRelays();
        builder.Services.AddSingleton<ITraceSampling, TraceSamplingAdapter>();
        builder.Services.Configure<TracingOptions>(tracing => tracing.Enrich = RequestTags.Copy);

        var app = builder.Build();

        // Validate before any component reads its settings and fails on them, so that all problems are reported together.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.UseAnnouncedClose();
        app.HideFaults();
        app.UseDraining();
        app.UseLimits();
        app.UseHttp2Rejections();
        app.UseTunnelNotice();
        app.UseHeaderRules();
        app.UseSecureTransport();
        app.MapOwnEndpoints();
        app.MapProxy();
        return app;
    }
}
