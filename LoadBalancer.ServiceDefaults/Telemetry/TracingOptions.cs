using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>Options for excluding requests from traces and for enriching spans.</summary>
public sealed class TracingOptions
{
    private static readonly PathString[] SignsOfLife = ["/healthcheck", "/heartbeat", "/api/replicas/orchestrator"];

    /// <summary>Whether a request is excluded from traces; by default health checks, which come every second, are.</summary>
    public Func<HttpContext, bool> Excludes { get; set; } = context => SignsOfLife.Contains(context.Request.Path);

    /// <summary>Adds tags to the span of a request that the process sends; nothing by default.</summary>
    public Action<Activity, HttpRequestMessage> Enrich { get; set; } = (_, _) => { };
}
