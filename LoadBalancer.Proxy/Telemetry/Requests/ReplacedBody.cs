using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>
/// A response body with another stream, such as one that counts: it carries both forwarded bodies and the gateway's own.
/// </summary>
internal sealed class ReplacedBody(IHttpResponseBodyFeature inner, Stream stream) : IHttpResponseBodyFeature
{
    public Stream Stream => stream;

    public PipeWriter Writer => inner.Writer;

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        inner.SendFileAsync(path, offset, count, cancellationToken);
}
