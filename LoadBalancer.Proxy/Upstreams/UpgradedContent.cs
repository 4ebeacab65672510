using System.Net;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The content of a response that has opened a tunnel.</summary>
internal sealed class UpgradedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly UpgradedStream _stream;

    /// <param name="inner">The content of the HTTP client, which is disposed with this object.</param>
    /// <param name="stream">The server's side of the tunnel.</param>
    public UpgradedContent(HttpContent inner, UpgradedStream stream)
    {
        (_inner, _stream) = (inner, stream);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(_stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new NotSupportedException("A tunnel is read, not copied.");

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
