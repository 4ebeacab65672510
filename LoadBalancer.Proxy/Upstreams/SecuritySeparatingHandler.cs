namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Keeps connections with TLS apart from those without. The platform's HTTP client sees a URL without TLS for both, and would use a
/// connection without TLS for a server whose URL begins with <c>https</c> if another server has the same host and port. Thread-safe.
/// </summary>
/// <param name="plain">Serves requests without TLS, and is disposed with this object.</param>
/// <param name="secure">Serves requests with TLS, and is disposed with this object.</param>
internal sealed class SecuritySeparatingHandler(HttpMessageHandler plain, HttpMessageHandler secure) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _plain = new(plain);
    private readonly HttpMessageInvoker _secure = new(secure);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (HttpClientConnector.IsSecure(request) ? _secure : _plain).SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _plain.Dispose();
            _secure.Dispose();
        }

        base.Dispose(disposing);
    }
}
