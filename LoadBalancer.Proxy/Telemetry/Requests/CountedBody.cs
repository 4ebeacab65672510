using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>
/// A response body that counts the bytes written to its stream, which carries both forwarded bodies and the gateway's own.
/// </summary>
internal sealed class CountedBody(IHttpResponseBodyFeature inner, CountedStream stream) : IHttpResponseBodyFeature
{
    public Stream Stream => stream;

    public PipeWriter Writer => inner.Writer;

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        inner.SendFileAsync(path, offset, count, cancellationToken);
}
