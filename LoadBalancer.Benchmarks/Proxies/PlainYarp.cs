using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>
/// YARP as its documentation starts it: default settings, round robin. HTTP/2 without TLS is on the next port, because Kestrel requires a
/// separate port for it.
/// </summary>
internal static class PlainYarp
{
    public static async Task<int> RunAsync(int port, string[] servers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Listen(IPAddress.Loopback, port + 1, listener => listener.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new() { RouteId = "all", ClusterId = "servers", Match = new() { Path = "{**all}" } }],
            [
                new()
                {
                    ClusterId = "servers",
                    LoadBalancingPolicy = "RoundRobin",
                    Destinations = servers.Select((url, i) => (Id: $"s{i + 1}", Url: url)).ToDictionary(
                        server => server.Id, server => new DestinationConfig { Address = server.Url }, StringComparer.Ordinal),
                },
            ]);
        await using var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }
}
