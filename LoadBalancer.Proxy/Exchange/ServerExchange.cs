using System.Buffers;
using System.Runtime.CompilerServices;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
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
    private volatile bool _isSendingHead;
    private volatile bool _closesNext;
    private volatile bool _isSilent;
    private volatile bool _hasLeft;
    private volatile bool _isUnread;

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

    /// <summary>Whether the client's connection closes after the response. Final once the response's head has been written.</summary>
    public bool Closes { get; set; }

    /// <summary>Whether the attempt was ended because the server's time to drain is over.</summary>
    public bool HasLeft => _hasLeft;

    /// <summary>Whether the attempt was ended because nothing was received for too long.</summary>
    private bool IsSilent => _isSilent;

    /// <summary>Whether the upstream connection can carry another request.</summary>
    public bool CanReuse { get; private set; }

    /// <summary>Closes the client's connection after the next response whose head has not been written yet. Thread-safe.</summary>
    public void CloseNext() => _closesNext = true;

    /// <summary>Decides whether the client's connection closes after the response whose head is about to be written.</summary>
    public bool DecideClose() => Closes |= _closesNext;

    /// <summary>Resets the state for a request whose head has been read.</summary>
    public void Reset()
    {
        IsForHead = _head.Method.SequenceEqual("HEAD"u8);
        Closes |= _head.WantsClose;
        _hasContinued = false;
        _response.Reset();
    }

    /// <summary>Begins an attempt.</summary>
    public void BeginAttempt()
    {
        _isSilent = false;
        _hasLeft = false;
        _isUnread = false;
    }

    /// <summary>Ends the attempt because the server neither sent nor read anything for too long. Thread-safe.</summary>
    public void EndAsSilent()
    {
        _isUnread = _isSendingHead || _sender.IsWriting;
        _isSilent = true;
        _hold.Abort();
    }

    /// <summary>Ends the attempt because the server's time to drain is over. Thread-safe.</summary>
    public void EndAsLeft()
    {
        _hasLeft = true;
        EndAsSilent();
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

    /// <summary>Goes on with a request that was sent on another way, the head of whose response was received.</summary>
    /// <returns>The result of the exchange.</returns>
    public ValueTask<ExchangeResult> GoOnAsync(UpstreamConnection server, RetryState retry)
    {
        CanReuse = false;
        retry.Depart();
        _body.Resume();
        return PassResponseAsync(server, retry, sending: null);
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
                _body.FailAsTooSlow();
            }

            await StopSendingAsync(sending);
            return retry.Phase == AttemptPhase.ResponseLeft ? new(AttemptOutcome.Unwanted, Failure.OfStatus(_response.Head.Status))
                : WithoutResponse(server, retry, head, isStale);
        }

        Closes |= _head.Fields.Has(HeaderKind.Expect) && !_hasContinued && !_body.IsDone;
        var end = await _response.PassAsync(server, IsForHead, DecideClose());
        end = end == ResponseEnd.ServerBroke && IsClientSilent ? ResponseEnd.ClientGone : end;

        // A server that responds early may mistake the next request for the rest of this body, so the connection is not reused.
        var wasEarly = sending is { IsCompleted: false };
        var isSent = await EndSendingAsync(sending, end);
        CanReuse = end == ResponseEnd.Whole && isSent && !wasEarly && !_response.Head.Closes && server.Unread.IsEmpty
            && server.ReadFailure is null;
        return end switch
        {
            ResponseEnd.Whole => ExchangeResult.Responded,
            ResponseEnd.ServerBroke when _hasLeft && !HasClientFailed(retry) => ExchangeResult.LeftWithinResponse,
            ResponseEnd.ServerBroke when !HasClientFailed(retry) => new(
                AttemptOutcome.BrokenOff, IsSilent ? FailureCause.ConnectionReadTimeout : FailureCause.HttpResponseIncomplete),
            ResponseEnd.Malformed when !HasClientFailed(retry) => new(
                AttemptOutcome.MalformedContent, ResponseFailures.Of(_response.Fault)),
            _ => ExchangeResult.ClientFailed,
        };
    }

    /// <returns><see langword="false"/> if the server has stopped reading; it may still have sent a response.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendHeadAsync(UpstreamConnection server, UpstreamAddress address, bool withBody)
    {
        var (body, trace) = (withBody ? _body : null, _request.Trace.Current);
        var buffer = ArrayPool<byte>.Shared.Rent(RequestBytes.LongestFor(_request, address, trace, body));
        var length = RequestBytes.Write(buffer, _request, address, trace, body);

        _isSendingHead = true;
        _serverWait.Begin();
        var takes = await server.WriteAsync(buffer.AsMemory(0, length));
        _serverWait.End();
        _isSendingHead = false;
        buffer.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
        return takes;
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
                _response.Reject(ResponseFault.SwitchingProtocols);
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

            if (isContinue)
            {
                _body.Continue();
            }
        }

        return _response.Fault != ResponseFault.None ? HeadEnd.Malformed : end;
    }

    /// <summary>Whether the timeout is due to the client's pending body; servers must not be blamed for slow clients.</summary>
    private bool IsClientSilent => IsSilent && !_hasLeft && _body.IsAwaited;

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

        if (end != ResponseEnd.Whole || _response.Head.Closes || _body.AwaitsContinue)
        {
            await StopSendingAsync(sending);
            return false;
        }

        _lingering.Begin();
        var isSent = await sending;
        _lingering.End();
        return isSent;
    }

    private bool HasClientFailed(RetryState retry) => retry.ClientHasGone || _body.Failure != BodyFailure.None;

    /// <param name="server">The connection.</param>
    /// <param name="retry">The state of the request.</param>
    /// <param name="head">How the reading of the head ended.</param>
    /// <param name="isStale">Whether the server closed the idle connection just as the request was sent.</param>
    private ExchangeResult WithoutResponse(UpstreamConnection server, RetryState retry, HeadEnd head, bool isStale) =>
        HasClientFailed(retry) || head == HeadEnd.ClientGone ? ExchangeResult.ClientFailed
        : retry.Phase == AttemptPhase.Overtaken ? ExchangeResult.Overtaken
        : _hasLeft ? ExchangeResult.LeftBeforeResponse
        : retry.Phase == AttemptPhase.TimedOut || IsSilent
            ? new(AttemptOutcome.TimedOut, _isUnread ? FailureCause.ConnectionWriteTimeout : FailureCause.HttpResponseTimeout)
        : head == HeadEnd.Malformed ? ResponseFailures.OfHead(_response.Fault)
        : isStale && _body.IsWhole && IdempotentMethods.Contains(_head.Method) ? ExchangeResult.Stale
        : isStale ? new(AttemptOutcome.IdleClosed, new Failure(FailureCause.ConnectionTerminated, "the server closed an idle connection"))
        : new(AttemptOutcome.NoResponse, !server.Unread.IsEmpty
            ? new Failure(FailureCause.HttpResponseIncomplete, "within the head")
            : TlsFailures.AlertIn(server.ReadFailure)
                ?? new(FailureCause.ConnectionTerminated, head == HeadEnd.InterimOnly ? "after an interim response" : null));
}
