using System.IO.Pipelines;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>The body of a request on an HTTP/1.1 connection, with its framing.</summary>
internal sealed class ConnectionBody(PipeReader input, int capacity, long longest, TransferRate rate) : RequestBody(capacity, longest, rate)
{
    protected override PipeReader Input => input;

    /// <summary>Begins a request whose head has been read.</summary>
    /// <param name="head">The head.</param>
    /// <param name="isKept">Whether the body may be needed for a retry.</param>
    public void Begin(RequestHead head, bool isKept)
    {
        if (head.IsChunked)
        {
            Decoder.BeginChunks();
        }
        else
        {
            Decoder.BeginLength(head.ContentLength);
        }

        BeginReading(head, isKept);
    }
}
