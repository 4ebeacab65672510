using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>YARP as its documentation starts it: default settings, round robin.</summary>
internal static class PlainYarp
{
    public static async Task<int> RunAsync(string port, string[] servers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = $"http://127.0.0.1:{port}";
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new() { RouteId = "all", ClusterId = "servers", Match = new() { Path = "{**all}" } }],
            [
                new()
                {
                    ClusterId = "servers",
                    LoadBalancingPolicy = "RoundRobin",
                    Destinations = servers.Select((url, i) => (Id: $"s{i + 1}", Url: url)).ToDictionary(server => server.Id, server => new DestinationConfig { Address = server.Url }, StringComparer.Ordinal),
                },
            ]);
        await using var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }
}
