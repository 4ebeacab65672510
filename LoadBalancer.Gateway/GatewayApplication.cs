using System.Text;
using LoadBalancer.Gateway.Clients;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Counting;
using LoadBalancer.Gateway.Endpoints;
using LoadBalancer.Gateway.Events;
using LoadBalancer.Gateway.Fields;
using LoadBalancer.Gateway.Health;
using LoadBalancer.Gateway.Http1;
using LoadBalancer.Gateway.Keys;
using LoadBalancer.Gateway.Relay;
using LoadBalancer.Gateway.Routing;
using LoadBalancer.Gateway.State;
using LoadBalancer.Gateway.Statistics;
using LoadBalancer.Registry;
using LoadBalancer.ServiceDefaults;
using LoadBalancer.ServiceDefaults.Redis;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway;

/// <summary>The data plane, put together: its own two endpoints, and everything else proxied.</summary>
internal static class GatewayApplication
{
    private const string DefaultUrl = "http://*:80";

    /// <summary>Room for a target of 8 KiB and more beside method and version (RFC 9110 §4.1 recommends 8,000 bytes).</summary>
    private const int LongestRequestLine = 16 * 1024;

    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults();
        builder.AddRedisConnection("redis");
        builder.Services.AddRedisRegistry();
        return Build(builder);
    }

    /// <summary>The gateway over whatever registry the builder's services hold.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;

            // Bytes above ASCII mean whatever servers and clients agree on: they pass as they are.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.UseRequestGate());
        });
        if (!AddressKeys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Services.AddGatewayOptions();
        builder.Services.AddSingleton<TrustedProxies>();
        builder.Services.AddSingleton<RequestKey>();
        builder.Services.AddEvents();
        builder.Services.AddHealth();
        builder.Services.AddClusterState();
        builder.Services.AddCounting();
        builder.Services.AddStatistics();
        builder.Services.AddRouting(builder.Logging);
        builder.Services.AddRequestGate();
        builder.Services.AddRelay();

        var app = builder.Build();

        // Before anything takes its own settings and finds them bad: whatever is bad is told at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.UseTunnelNotice();
        app.UseMiddleware<HostMiddleware>();
        app.UseMiddleware<MethodsMiddleware>();
        app.MapHealthcheck();
        app.MapStats();
        app.MapProxy();
        return app;
    }
}
