using System.Net;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// A request's content on an HTTP/2 stream. When the server takes no more of it, the client would complain of a content
/// that is too short, and hide that the server has refused the request. This content then does not end before the
/// request has, which so ends with what the stream has to say: that always follows, as nothing else ends a stream early.
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
    /// The request has its response, or has failed: only when its content has ended too the connection can use the stream's place again.
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
