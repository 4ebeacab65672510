namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Sends each HTTP/1.1 request that asks for an upgrade through an HTTP client of its own. The platform's HTTP client does not say which
/// connection a request uses, and only the connection itself can end one direction of a tunnel. Thread-safe.
/// </summary>
/// <param name="shared">Sends all other requests, and is disposed with this object.</param>
/// <param name="create">Creates an HTTP client for one request.</param>
internal sealed class UpgradeHandler(HttpMessageHandler shared, Func<ConnectionUse, SocketsHttpHandler> create) : HttpMessageHandler
{
    private const string Upgrade = "Upgrade";

    private readonly HttpMessageInvoker _shared = new(shared);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        HttpClientConnector.UseOf(request) is not { } use ? _shared.SendAsync(request, cancellationToken)
        : request.Method == HttpMethod.Connect ? SendConnectAsync(request, use, cancellationToken)
        : !use.IsHttp2 && request.Headers.NonValidated.Contains(Upgrade) ? SendAloneAsync(request, use, cancellationToken)
        : _shared.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _shared.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The client lets a response that has begun, and so a tunnel, go on after it has been disposed.</summary>
    private async Task<HttpResponseMessage> SendAloneAsync(
        HttpRequestMessage request, ConnectionUse use, CancellationToken cancellationToken)
    {
        using var client = new HttpMessageInvoker(create(use));
        return await client.SendAsync(request, cancellationToken);
    }

    /// <summary>Sends an extended CONNECT (RFC 8441), whose tunnel is a stream of a connection that others use too.</summary>
    private async Task<HttpResponseMessage> SendConnectAsync(
        HttpRequestMessage request, ConnectionUse use, CancellationToken cancellationToken)
    {
        var response = await _shared.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            use.Upgraded = new(await response.Content.ReadAsStreamAsync(cancellationToken), connection: null, secure: null);
            response.Content = new UpgradedContent(response.Content, use.Upgraded);
        }

        return response;
    }
}
