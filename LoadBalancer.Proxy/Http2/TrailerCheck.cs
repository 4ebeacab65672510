using LoadBalancer.Http.Headers;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Notices the end of the body of an HTTP/2 request, and checks the trailers there. If they are malformed, the body does not end well: the
/// stream is reset, and the server must not take the request for a whole one.
/// </summary>
internal sealed class TrailerCheck(HttpContext context, RejectionMark mark)
{
    /// <summary>Whether the body has been read to its end.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Called at the end of the body: checks the trailers, if they are known.</summary>
    /// <exception cref="IOException">The trailers are malformed.</exception>
    public void Run()
    {
        HasEnded = true;
        if (context.Features.Get<IHttpRequestTrailersFeature>() is { Available: true } trailers
            && mark.ReadFrom(trailers.Trailers) != MessageError.None)
        {
            Http2RejectionMiddleware.Reset(context);
            throw new IOException("The trailers of the request are malformed.");
        }
    }
}
