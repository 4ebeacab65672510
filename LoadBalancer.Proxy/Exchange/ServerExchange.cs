using System.Buffers;
using System.Runtime.CompilerServices;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Runtime;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// One exchange on an upstream connection: sends the request's head and body, and forwards the response. Reused for each request; not
/// thread-safe.
/// </summary>
internal sealed class ServerExchange
{
    /// <summary>The longest kept body that is sent with the head in one write.</summary>
    private const int LongestWithHead = 8 * 1024;

    private readonly UpstreamRequest _request;
    private readonly RequestHead _head;
    private readonly RequestBody _body;
    private readonly ResponseRelay _response;
    private readonly BodySender _sender;
    private readonly ServerHold _hold;
    private readonly WaitClock _serverWait;
    private readonly WaitClock _lingering;
    private bool _hasContinued;
    private volatile bool _closes;
    private volatile bool _isSilent;

    public ServerExchange(
        UpstreamRequest request, RequestBody body, ResponseRelay response, ServerHold hold, WaitClock serverWait, WaitClock lingering)
    {
        _request = request;
        _head = request.Head;
        _body = body;
        _response = response;
        _hold = hold;
        _serverWait = serverWait;
        _lingering = lingering;
        _sender = new(body, hold, serverWait);
    }

    /// <summary>Whether the request's method is HEAD; its response has no body.</summary>
    public bool IsForHead { get; private set; }

    /// <summary>
    /// Whether the client's connection closes after the response. Any thread may set this as long as the response head has not been
    /// written.
    /// </summary>
    public bool Closes
    {
        get => _closes;
        set => _closes = value;
    }

    /// <summary>Whether the attempt was ended because nothing was received for too long. Set by any thread.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    /// <summary>Whether the upstream connection can carry another request.</summary>
    public bool CanReuse { get; private set; }

    /// <summary>Resets the state for a request whose head has been read.</summary>
    public void Reset()
    {
        IsForHead = _head.Method.SequenceEqual("HEAD"u8);
        Closes |= _head.WantsClose;
        _hasContinued = false;
        _response.Reset();
    }

    /// <summary>Sends the request and forwards the response.</summary>
    /// <returns>The result of the exchange.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<ExchangeResult> RunAsync(UpstreamConnection server, UpstreamAddress address, RetryState retry)
    {
        CanReuse = false;
        retry.Depart();
        _body.Resume();
        _body.TakeWhatIsThere();
        var withHead = _body.IsDone && _body.IsWhole && _body.Kept.Length <= LongestWithHead;
        _ = await SendHeadAsync(server, address, withHead);
        var sending = withHead ? null : _sender.SendAsync(server, _head.IsChunked, keptIsSent: false);
        try
        {
            return await PassResponseAsync(server, retry, sending);
        }
        finally
        {
            // The body's memory is returned afterwards, so sending must have ended even after an exception.
            if (sending is { IsCompleted: false })
            {
                await AbortSendingAsync(sending);
            }
        }
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeResult> PassResponseAsync(UpstreamConnection server, RetryState retry, Task<bool>? sending)
    {
        var head = await ReadFinalHeadAsync(server);
        if (head != HeadEnd.Final || !retry.Accept(_response.Head.Status))
        {
            var isStale = head == HeadEnd.Missing && server is { WasUsed: true, Unread.IsEmpty: true };
            if (head != HeadEnd.Final && IsClientSilent)
            {
                _body.EndAsTooSlow();
            }

            await StopSendingAsync(sending);
            return retry.Phase == AttemptPhase.ResponseLeft ? AttemptOutcome.Unwanted : WithoutResponse(retry, head, isStale);
        }

        Closes = Closes || (_head.Fields.Has(HeaderKind.Expect) && !_hasContinued && !_body.IsDone);
        var end = await _response.PassAsync(server, IsForHead, Closes);
        end = end == ResponseEnd.ServerBroke && IsClientSilent ? ResponseEnd.ClientGone : end;

        // A server that responds early may mistake the next request for the rest of this body, so the connection is not reused.
        var wasEarly = sending is { IsCompleted: false };
        var isSent = await EndSendingAsync(sending, end);
        CanReuse = end == ResponseEnd.Whole && isSent && !wasEarly && !_response.Head.Closes && server.Unread.IsEmpty && !server.HasBroken;
        return end switch
        {
            ResponseEnd.Whole => AttemptOutcome.Responded,
            ResponseEnd.ServerBroke when !retry.ClientHasGone && _body.Failure == BodyFailure.None => AttemptOutcome.BrokenOff,
            ResponseEnd.Malformed when !retry.ClientHasGone && _body.Failure == BodyFailure.None => AttemptOutcome.MalformedContent,
            _ => AttemptOutcome.ClientFailed,
        };
    }

    /// <returns><see langword="false"/> if the server has stopped reading; it may still have sent a response.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendHeadAsync(UpstreamConnection server, UpstreamAddress address, bool withBody)
    {
        var longest = _request.LongestHead(address.PathPrefix.Span)
            + (withBody ? _body.Kept.Length + ChunkFraming.Overhead + ChunkFraming.EndLength + _body.Trailers.Length : 0);
        var buffer = ArrayPool<byte>.Shared.Rent(longest);
        var length = WriteRequest(buffer, address, withBody);

        _serverWait.Begin();
        var takes = await server.WriteAsync(buffer.AsMemory(0, length));
        _serverWait.End();
        buffer.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
        return takes;
    }

    private int WriteRequest(byte[] buffer, UpstreamAddress address, bool withBody)
    {
        var writer = new SpanWriter(buffer);
        _request.WriteHead(ref writer, address.PathPrefix.Span);
        if (withBody && !_head.IsChunked)
        {
            writer.Write(_body.Kept.Span);
        }
        else if (withBody)
        {
            if (!_body.Kept.IsEmpty)
            {
                ChunkFraming.Write(ref writer, new(_body.Kept));
            }

            ChunkFraming.WriteEnd(ref writer, _body.Trailers.Span);
        }

        return writer.Count;
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<HeadEnd> ReadFinalHeadAsync(UpstreamConnection server)
    {
        var end = HeadEnd.Missing;
        while (await _response.ReadHeadAsync(server))
        {
            var head = _response.Head;
            end = HeadEnd.InterimOnly;
            if (!head.IsInterim)
            {
                return HeadEnd.Final;
            }

            if (head.Status == StatusCodes.Status101SwitchingProtocols)
            {
                // The relay never forwards an Upgrade request, so a 101 response is a protocol error.
                return HeadEnd.Malformed;
            }

            var isContinue = head.Status == StatusCodes.Status100Continue;
            if (isContinue && (_hasContinued || !_head.Fields.Has(HeaderKind.Expect)))
            {
                _response.SkipHead(server);
                continue;
            }

            _hasContinued |= isContinue;
            if (!await _response.PassInterimAsync(server))
            {
                return HeadEnd.ClientGone;
            }
        }

        return _response.IsMalformed ? HeadEnd.Malformed : end;
    }

    /// <summary>Whether the timeout is due to the client's pending body; servers must not be blamed for slow clients.</summary>
    private bool IsClientSilent => IsSilent && _body.IsAwaited;

    /// <summary>Stops sending to this server; the request goes to another server or to none.</summary>
    private async ValueTask StopSendingAsync(Task<bool>? sending)
    {
        if (sending is not null)
        {
            _hold.Abort();
            _body.Stop();
            await sending;
        }
    }

    /// <summary>Stops sending after a failure; exceptions of the sender are suppressed.</summary>
    private async ValueTask AbortSendingAsync(Task<bool> sending)
    {
        _hold.Abort();
        _body.Stop();
        await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Waits for the rest of the request for a limited time when the response has ended first, unless the server does not accept the rest.
    /// </summary>
    private async ValueTask<bool> EndSendingAsync(Task<bool>? sending, ResponseEnd end)
    {
        if (sending is null)
        {
            return true;
        }

        if (end != ResponseEnd.Whole || _response.Head.Closes)
        {
            await StopSendingAsync(sending);
            return false;
        }

        _lingering.Begin();
        var isSent = await sending;
        _lingering.End();
        return isSent;
    }

    private ExchangeResult WithoutResponse(RetryState retry, HeadEnd head, bool isStale) =>
        retry.ClientHasGone || _body.Failure != BodyFailure.None || head == HeadEnd.ClientGone ? AttemptOutcome.ClientFailed
        : retry.Phase == AttemptPhase.TimedOut || IsSilent ? AttemptOutcome.TimedOut
        : head == HeadEnd.Malformed ? AttemptOutcome.Malformed
        : !isStale ? AttemptOutcome.NoResponse
        : _body.IsWhole && IdempotentMethods.Contains(_head.Method) ? ExchangeResult.Stale
        : AttemptOutcome.IdleClosed;
}
