using System.Net;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// A request body on an HTTP/2 stream. When the server stops reading it, <c>HttpClient</c> would report that the content is too short, and
/// hide that the server rejected the request. This content therefore does not end before the request has, so that the request fails with
/// the error of the stream. That error always follows, since nothing else ends a stream early.
/// </summary>
internal sealed class DeferringContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly TaskCompletionSource _requestHasEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeferringContent(HttpContent inner)
    {
        _inner = inner;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>
    /// Ends the content after the response or a failure. The connection can reuse the stream's slot only when the content has ended too.
    /// </summary>
    public void EndWithTheRequest() => _requestHasEnded.TrySetCanceled();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var taking = new TakingStream(stream);
        await _inner.CopyToAsync(taking, context, cancellationToken);
        if (taking.HasEnded)
        {
            await _requestHasEnded.Task;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }
}
