using System.Globalization;
using System.Text;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Failures;
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
    private const int MaxDrainedBytes = 16 * 1024;
    private static readonly TimeSpan MaxDrainTime = TimeSpan.FromMilliseconds(100);
    private static readonly HttpRequestOptionsKey<Progress> ProgressKey = new(nameof(Progress));

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
        _client = new(connector.CreateHandler(CreateHandler, _options.Timeout));
    }

    public async Task<ProbeResult> ProbeAsync(Server server, CancellationToken cancellationToken)
    {
        var began = _timeProvider.GetTimestamp();
        var path = server.HealthCheck ?? _options.Path;
        var isTcp = string.Equals(path, ServerRules.TcpHealthCheck, StringComparison.Ordinal);
        var (result, status) = isTcp
            ? (await ConnectAsync(new(server.Url), cancellationToken), null)
            : await RequestAsync(server, path, cancellationToken);
        return result with
        {
            Details = new(
                isTcp ? ProbeDetails.Tcp : HttpMethod.Get.Method, isTcp ? server.Url : server.Url + path, status,
                _timeProvider.GetElapsedTime(began)),
        };
    }

    public void Dispose() => _client.Dispose();

    private SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        MaxResponseDrainSize = MaxDrainedBytes,
        ResponseDrainTimeout = MaxDrainTime,
        PooledConnectionIdleTimeout = _options.Interval * 3,
        RequestHeaderEncodingSelector = OnHeaderWritten,
    };

    /// <summary>Called by the HTTP client for each header as it writes it: a connection has been opened.</summary>
    private static Encoding? OnHeaderWritten(string name, HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(ProgressKey, out var progress))
        {
            progress.HasDeparted = true;
        }

        return null;
    }

    /// <summary>Determines what a probe was waiting for when its time was over.</summary>
    private async ValueTask<Failure> TimeoutOfAsync(string path, Progress progress, Exception exception)
    {
        if (progress.HasDeparted)
        {
            return DialFailures.OfTimeout(FailureCause.HttpResponseTimeout, $"GET {path} had no response", _options.Timeout, exception);
        }

        // Opening the connection began just after the probe and has the same limit, so it ends now, and knows which step took too long.
        var failure = progress.Use?.Dial is { } dial ? await dial : default;
        return failure.IsNone
            ? DialFailures.OfTimeout(FailureCause.ConnectionTimeout, "no connection", _options.Timeout, exception)
            : failure;
    }

    /// <summary>Opens a connection and closes it gracefully, since some servers log a reset as an error.</summary>
    private async Task<ProbeResult> ConnectAsync(UpstreamAddress address, CancellationToken cancellationToken)
    {
        var dialed = await _dialer.DialAsync(address.EndPoint, secured: null, _options.Timeout, cancellationToken);
        await (dialed.Stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        cancellationToken.ThrowIfCancellationRequested();
        return new(dialed.Failure.IsNone ? HealthReason.Healthy : HealthReason.ProbesFail, Failure: dialed.Failure);
    }

    private async Task<(ProbeResult Result, int? Status)> RequestAsync(Server server, string path, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var progress = new Progress();
        try
        {
            return await SendAsync(server, path, progress, either.Token);
        }
        catch (HttpRequestException exception)
        {
            return (new(HealthReason.ProbesFail, Failure: HttpClientFailures.Of(exception)), null);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (new(HealthReason.ProbesFail, Failure: await TimeoutOfAsync(path, progress, exception)), null);
        }
    }

    private async Task<(ProbeResult Result, int? Status)> SendAsync(
        Server server, string path, Progress progress, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url + path)
        {
            Version = _version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = request.RequestUri!.Authority;
        request.Options.Set(ProgressKey, progress);
        progress.Use = _connector.Prepare(request);
        using var response = await _client.SendAsync(request, cancellationToken);
        return (ResultOf(server, path, response), (int)response.StatusCode);
    }

    /// <summary>
    /// Determines the result of a response. A registered server sends its instance: a response with a different instance comes from another
    /// server. A response without one may come from any process that listens there, or from a server of another implementation.
    /// </summary>
    private static ProbeResult ResultOf(Server server, string path, HttpResponseMessage response)
    {
        var isShown = response.Headers.NonValidated.TryGetValues(InstanceHeader.Name, out var shown);
        var isProven = isShown
            && server.Instance is { } instance
            && string.Equals(shown.ToString(), InstanceHeader.ValueOf(server.Id, instance), StringComparison.Ordinal);
        return isShown && server.Instance is not null && !isProven
            ? new(HealthReason.AnotherServerAnswers, Failure: new(
                FailureCause.AnotherServer, $"{ServerText.Clean(shown.ToString())} responded instead of {server.Id}@{server.Instance}"))
            : response.IsSuccessStatusCode ? new(HealthReason.Healthy, IsProven: isProven)
            : new(HealthReason.ProbesFail, Failure: new(FailureCause.UnexpectedStatus, TextOf(path, response)));
    }

    private static string TextOf(string path, HttpResponseMessage response)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"GET {path} returned {(int)response.StatusCode}");
        return response.Headers.NonValidated.TryGetValues("Location", out var location)
            ? $"{text}, which leads to {ServerText.Clean(location.ToString())}"
            : text;
    }

    /// <summary>How far a probe has come; the HTTP client's thread sets it.</summary>
    private sealed class Progress
    {
        private volatile bool _hasDeparted;

        /// <summary>The connection of the request.</summary>
        public ConnectionUse? Use { get; set; }

        /// <summary>Whether the request was written to a connection.</summary>
        public bool HasDeparted
        {
            get => _hasDeparted;
            set => _hasDeparted = value;
        }
    }
}
