using LoadBalancer.Http.Headers;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Checks the trailers of an HTTP/2 request at the end of its body, which does not end well if they are malformed: the stream is reset, and
/// the server must not take the request for a whole one.
/// </summary>
internal sealed class TrailerCheck(HttpContext context, RejectionMark mark)
{
    /// <summary>Checks the trailers if they are known.</summary>
    /// <exception cref="IOException">The trailers are malformed.</exception>
    public void Run()
    {
        if (context.Features.Get<IHttpRequestTrailersFeature>() is { Available: true } trailers
            && mark.ReadFrom(trailers.Trailers) != MessageError.None)
        {
            Http2RejectionMiddleware.Reset(context);
            throw new IOException("The trailers of the request are malformed.");
        }
    }
}
