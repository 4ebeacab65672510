using LoadBalancer.Cluster.Identity;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Keys;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>Queues the line of a request that has ended for the writer of the log. Thread-safe, without locks or allocation.</summary>
internal sealed class RequestLogLines
{
    private readonly RequestLineWriter _writer;

    public RequestLogLines(IOptions<RequestLogOptions> options, GatewayIdentity identity, TrustedProxies trusted, TimeProvider timeProvider)
    {
        var settings = options.Value;
        _writer = new(RequestLogFields.Of(settings.Fields), identity, trusted, timeProvider);
        Buffer = string.IsNullOrEmpty(settings.Path) ? null : new(settings.Buffer);
    }

    /// <summary>The lines that wait to be written; <see langword="null"/> if nothing is logged.</summary>
    public RequestLogBuffer? Buffer { get; }

    public void Add<TRequest>(TRequest request, in RequestEnd end, TimeSpan duration)
        where TRequest : IKeyedRequest
    {
        if (Buffer is { } buffer)
        {
            var line = _writer.Write(request, end, duration);
            line.Append("}\n"u8);
            buffer.TryAdd(line.Written);
        }
    }
}
