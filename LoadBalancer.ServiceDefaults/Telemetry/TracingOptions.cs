using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>What of a process is not worth a trace.</summary>
public sealed class TracingOptions
{
    private static readonly PathString[] SignsOfLife = ["/healthcheck", "/heartbeat", "/api/replicas/orchestrator"];

    /// <summary>
    /// Whether a request is left out of traces; signs of life, which come every second, are unless a process says otherwise.
    /// </summary>
    public Func<HttpContext, bool> Excludes { get; set; } = context => SignsOfLife.Contains(context.Request.Path);

    /// <summary>Adds tags to the span of a request that the process sends; nothing by default.</summary>
    public Action<Activity, HttpRequestMessage> Enrich { get; set; } = (_, _) => { };
}
