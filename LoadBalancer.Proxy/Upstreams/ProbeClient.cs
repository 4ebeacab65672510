using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Probes a server according to its health check: by a request, or only by a connection. Does not retry, follow redirects, or use cookies
/// or a proxy. A response counts by its status; its body is not read, so one of megabytes, or without an end, costs only a closed
/// connection.
/// </summary>
internal sealed class ProbeClient : IServerProbe, IDisposable
{
    private const int MaxHeaderKilobytes = 16;
    private const int MaxDrainedBytes = 16 * 1024;
    private static readonly TimeSpan MaxDrainTime = TimeSpan.FromMilliseconds(100);

    private readonly HttpMessageInvoker _client;
    private readonly HealthOptions _options;
    private readonly HttpClientConnector _connector;
    private readonly Dialer _dialer;
    private readonly Version _version;
    private readonly TimeProvider _timeProvider;

    public ProbeClient(
        IOptions<HealthOptions> options, IOptions<UpstreamOptions> upstream, HttpClientConnector connector, Dialer dialer,
        TimeProvider timeProvider)
    {
        _options = options.Value;
        _version = upstream.Value.ServerProtocol.ToVersion();
        _timeProvider = timeProvider;
        _connector = connector;
        _dialer = dialer;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = MaxDrainedBytes,
            ResponseDrainTimeout = MaxDrainTime,
            PooledConnectionIdleTimeout = _options.Interval * 3,
        };
        connector.ApplyTo(handler);
        _client = new(handler);
    }

    public async Task<ProbeResult> ProbeAsync(Server server, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return string.Equals(server.HealthCheck, ServerRules.TcpHealthCheck, StringComparison.Ordinal)
                ? await ConnectAsync(new(server.Url), either.Token)
                : await SendAsync(server, server.Url + (server.HealthCheck ?? _options.Path), either.Token);
        }
        catch (Exception exception) when (IsFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            return new(HealthReason.ProbesFail);
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool IsFailure(Exception exception) => exception is HttpRequestException or OperationCanceledException;

    /// <summary>Opens a connection and closes it gracefully, since some servers log a reset as an error.</summary>
    private async Task<ProbeResult> ConnectAsync(UpstreamAddress address, CancellationToken cancellationToken)
    {
        var dialed = await _dialer.DialAsync(address.EndPoint, tlsHost: null, cancellationToken);
        await (dialed.Stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        cancellationToken.ThrowIfCancellationRequested();
        return new(dialed.Failure == DialFailure.None ? HealthReason.Healthy : HealthReason.ProbesFail);
    }

    private async Task<ProbeResult> SendAsync(Server server, string url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url)
        {
            Version = _version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _connector.Prepare(request);
        using var response = await _client.SendAsync(request, cancellationToken);
        return ResultOf(server, response);
    }

    /// <summary>
    /// Determines the result of a response. A registered server sends its instance: a response with a different instance comes from another
    /// server. A response without one may come from any process that listens there, or from a server of another implementation.
    /// </summary>
    private static ProbeResult ResultOf(Server server, HttpResponseMessage response)
    {
        var isShown = response.Headers.NonValidated.TryGetValues(InstanceHeader.Name, out var shown);
        var isProven = isShown
            && server.Instance is { } instance
            && string.Equals(shown.ToString(), InstanceHeader.ValueOf(server.Id, instance), StringComparison.Ordinal);
        return isShown && server.Instance is not null && !isProven ? new(HealthReason.AnotherServerAnswers)
            : response.IsSuccessStatusCode ? new(HealthReason.Healthy, IsProven: isProven)
            : new(HealthReason.ProbesFail);
    }
}
