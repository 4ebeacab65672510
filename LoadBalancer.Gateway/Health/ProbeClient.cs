using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Servers;
using LoadBalancer.Registry.Registration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Health;

/// <summary>
/// Asks a server whether it is well. A bare client: no retries, redirects, cookies or proxy. An answer counts by its
/// status; its body is not read, so one of megabytes, or without an end, costs a closed connection.
/// </summary>
internal sealed class ProbeClient : IDisposable
{
    private const int MaxHeaderKilobytes = 16;
    private const int MaxDrainedBytes = 16 * 1024;
    private static readonly TimeSpan MaxDrainTime = TimeSpan.FromMilliseconds(100);

    private readonly HttpMessageInvoker _client;
    private readonly HealthOptions _options;
    private readonly HttpClientConnector _connector;
    private readonly Version _version;
    private readonly TimeProvider _timeProvider;

    public ProbeClient(IOptions<GatewayOptions> options, HttpClientConnector connector, TimeProvider timeProvider)
    {
        _options = options.Value.Health;
        _version = options.Value.ServerProtocol.ToVersion();
        _timeProvider = timeProvider;
        _connector = connector;
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
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url + _options.Path)
        {
            Version = _version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _connector.Prepare(request);
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            return ResultOf(server, response);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new(HealthReason.ProbesFail);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// A registered server shows its instance: a response that shows another one comes from another server. A response without it may come
    /// from anything that listens there, or from a server of another make.
    /// </summary>
    private static ProbeResult ResultOf(Server server, HttpResponseMessage response)
    {
        var isShown = response.Headers.NonValidated.TryGetValues(InstanceHeader.Name, out var shown);
        var isProven = isShown && server.Instance is { } instance && string.Equals(shown.ToString(), InstanceHeader.ValueOf(server.Id, instance), StringComparison.Ordinal);
        return isShown && server.Instance is not null && !isProven ? new(HealthReason.AnotherServerAnswers)
            : response.IsSuccessStatusCode ? new(HealthReason.Healthy, isProven)
            : new(HealthReason.ProbesFail);
    }
}
