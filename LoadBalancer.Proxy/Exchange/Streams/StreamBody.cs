using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using Microsoft.AspNetCore.Http.Features;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace LoadBalancer.Proxy.Exchange.Streams;

/// <summary>
/// The body of a request that Kestrel has parsed: content without framing, and trailers. Kestrel enforces the limits. Reused for each
/// request; not thread-safe except where noted.
/// </summary>
internal sealed class StreamBody(int capacity, TransferRate rate, TimeProvider timeProvider) : RequestBody(capacity, long.MaxValue, rate)
{
    /// <summary>
    /// How long a server is given to send 100 before the body is read without it: many servers ignore the expectation
    /// (RFC 9110 §10.1.1).
    /// </summary>
    private static readonly TimeSpan LongestExpectation = TimeSpan.FromSeconds(1);

    private static readonly PipeReader Nothing = PipeReader.Create(ReadOnlySequence<byte>.Empty);

    private readonly ArrayBufferWriter<byte> _trailers = new();
    private readonly WaitClock _expectation = new(timeProvider);
    private HttpContext? _context;
    private PipeReader _input = Nothing;
    private volatile bool _awaitsContinue;
    private volatile TaskCompletionSource? _continued;

    public override bool AwaitsContinue => _awaitsContinue;

    public override ReadOnlyMemory<byte> Trailers => _trailers.WrittenMemory;

    protected override PipeReader Input => _input;

    /// <summary>Begins a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="head">The head that was written for it.</param>
    /// <param name="isKept">Whether the body may be needed for a retry.</param>
    /// <param name="awaitsContinue">Whether Kestrel sends 100 when the body is read, which must wait for the server's.</param>
    public void Begin(HttpContext context, RequestHead head, bool isKept, bool awaitsContinue)
    {
        _context = context;
        _input = context.Request.BodyReader;
        _awaitsContinue = awaitsContinue;
        _trailers.ResetWrittenCount();
        if (head.IsChunked)
        {
            Decoder.BeginUntilClose();
        }
        else
        {
            Decoder.BeginLength(head.ContentLength);
        }

        BeginReading(head, isKept);
    }

    /// <summary>
    /// Whether the server has been given enough time for an interim response 100, so that the body is to be read without it. Thread-safe.
    /// </summary>
    public bool HasWaitedToContinue => _expectation.Exceeds(LongestExpectation);

    public override void Continue()
    {
        _awaitsContinue = false;
        _expectation.End();
        _continued?.TrySetResult();
    }

    public override void Stop()
    {
        base.Stop();
        _continued?.TrySetResult();
    }

    public override void Resume()
    {
        base.Resume();
        _continued = _awaitsContinue ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
    }

    public override void Release()
    {
        base.Release();
        _expectation.End();
        _context = null;
        _input = Nothing;
        _continued = null;
    }

    protected override async ValueTask WaitForContinueAsync()
    {
        _expectation.Begin();
        if (_continued is { } continued)
        {
            await continued.Task;
        }

        _expectation.End();
    }

    protected override void OnInputEnded()
    {
        if (!Decoder.EndsWithConnection)
        {
            base.OnInputEnded();
            return;
        }

        if (_context!.Features.Get<IHttpRequestTrailersFeature>() is { Available: true, Trailers: { Count: > 0 } trailers })
        {
            Keep(trailers);
        }

        Decoder.EndUntilClose();
    }

    protected override BodyFailure FailureOf(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => BodyFailure.TooLong,
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => BodyFailure.TooSlow,
        BadHttpRequestException => BodyFailure.Malformed,
        _ => BodyFailure.ClientGone,
    };

    protected override void AdvanceTo(SequencePosition consumed)
    {
        try
        {
            base.AdvanceTo(consumed);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Kestrel does not accept the call after the stream was reset; a body that is too long is found here too.
            Fail(FailureOf(exception));
        }
    }

    protected override void CancelRead()
    {
        try
        {
            base.CancelRead();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Kestrel does not accept the call after the stream was reset, which has ended the read.
            Fail(FailureOf(exception));
        }
    }

    /// <summary>
    /// Keeps the trailers, without fields that are not allowed there (RFC 9110 §6.5.1). The gate has rejected these in HTTP/2; nothing but
    /// this checks trailers of HTTP/3.
    /// </summary>
    private void Keep(IHeaderDictionary trailers)
    {
        foreach (var (name, values) in trailers)
        {
            foreach (var value in values)
            {
                var line = Encoding.Latin1.GetBytes($"{name}: {value}");
                if (TrailerLine.Check(line) == MessageError.None)
                {
                    _trailers.Write(line);
                    _trailers.Write("\r\n"u8);
                }
            }
        }
    }
}
