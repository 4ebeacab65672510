using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Runtime;
using LoadBalancer.Proxy.Telemetry.RequestLog;
using LoadBalancer.Proxy.Telemetry.Tracing;
using Microsoft.AspNetCore.Connections;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Relays the requests of one HTTP/1.1 client connection, one after the other. Not thread-safe except for <see cref="OnHeartbeat"/> and
/// <see cref="CloseNext"/>.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The state of a request ends with the request.")]
internal sealed class RelayConnection
{
    private readonly RelayServices _services;
    private readonly ConnectionContext _connection;
    private readonly PipeWriter _output;
    private readonly RequestHead _head;
    private readonly RelayedRequest _request;
    private readonly ConnectionBody _body;
    private readonly WaitClock _whole;
    private readonly TransferRate _bodyRate;
    private readonly TransferRate _responseRate;
    private readonly RelayTrace _trace;
    private readonly RequestRelay _relay;
    private readonly ReadOnlyMemory<byte> _strictTransport;
    private bool _isPlaced;
    private OwnResponse _own;

    /// <param name="services">Services that all connections share.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="input">The bytes from the client.</param>
    /// <param name="output">The bytes to the client.</param>
    /// <param name="head">The buffer that request heads are read into.</param>
    /// <param name="peer">The client at the other end of the connection.</param>
    public RelayConnection(
        RelayServices services, ConnectionContext connection, PipeReader input, PipeWriter output, RequestHead head, ClientPeer peer)
    {
        var (clock, limits) = (services.TimeProvider, services.Limits.Options.Value);
        _services = services;
        _connection = connection;
        _output = output;
        _head = head;
        _whole = new(clock);
        _bodyRate = new(limits.BodyRate, limits.RateGrace, clock);
        _responseRate = new(limits.ResponseRate, limits.RateGrace, clock);
        _request = new(head, peer);
        _body = new(input, services.Routing.Retries.BodyBuffer, limits.BodyBytes > 0 ? limits.BodyBytes : long.MaxValue, _bodyRate);
        var listener = connection.Features.Get<Listener>();
        _strictTransport = listener?.StrictTransportLine ?? default;
        _trace = new(head, peer.Scheme, services.Recorders.Sampling, listener is { IsSilent: true });
        _relay = new(
            services,
            new(services.Writers.RequestHeads, head, _trace) { Peer = peer },
            _body,
            new ConnectionResponse(output, services.Writers.ResponseHeads, _strictTransport),
            _responseRate);
    }

    /// <summary>Relays the request whose head has been read.</summary>
    /// <returns>Whether another request may follow on the connection.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RelayAsync()
    {
        _isPlaced = false;
        _trace.Begin();
        _own = default;
        var began = _services.Recorders.Requests.Begin();
        _relay.Begin();
        _body.Begin(_head, _services.Routing.Retries.KeepsBody(Traits));
        try
        {
            var mayGoOn = _body.Failure != BodyFailure.None ? await EndBodyAsync()
                : IsAdmitted(out var problem) ? await PlaceAsync()
                : await RespondAsync(problem);
            _services.Recorders.Requests.End(_request, began, HowItEnded);
            return mayGoOn && (_body.IsDone || await TakeRestAsync());
        }
        finally
        {
            _trace.End();
            _body.Release();
        }
    }

    /// <summary>Ends the connection with the next response whose head has not been written yet. Thread-safe.</summary>
    public void CloseNext() => _relay.Exchange.CloseNext();

    /// <summary>Ends operations that have exceeded their timeout. Called about once a second, by any thread.</summary>
    public void OnHeartbeat()
    {
        var exchange = _relay.Identity.Current;
        _relay.OnHeartbeat(exchange);
        if (_services.Limits.Options.Value.RequestTimeout is { Ticks: > 0 } longest && _whole.Exceeds(longest))
        {
            _relay.EndAsLate(exchange);
        }

        if (_bodyRate.IsTooSlow)
        {
            _relay.EndAsTooSlow(exchange);
        }

        if (_responseRate.IsTooSlow || _responseRate.HasStalledFor(_services.Upstream.Timeouts.ResponseIdle))
        {
            _relay.Identity.TryAct(exchange, EndAsUnread);
        }
    }

    private RequestEnd HowItEnded => new(
        _isPlaced ? _relay.Attempts : null,
        _own.Status != 0 ? _own.Status : _relay.Response.HasStarted ? _relay.Response.Head.Status : RequestEnd.ClientLeft,
        _own.Status != 0,
        _own.ProxyError,
        _own.Detail,
        _own.Status != 0 ? _own.Bytes : _relay.Response.Passed)
    {
        Span = _trace.Request,
    };

    private RequestTraits Traits => new(IdempotentMethods.Contains(_head.Method));

    private bool IsAdmitted([NotNullWhen(false)] out Problem? problem)
    {
        var admission = _services.Limits.Admission;
        var isAdmitted = admission.TryEnter(admission.NeedsClient ? _request.ClientBy(_services.Limits.Trusted) : null, out var rejection);
        problem = isAdmitted ? null : rejection.Problem;
        return isAdmitted;
    }

    /// <returns>Whether the client can get another response.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<bool> PlaceAsync()
    {
        _whole.Begin();
        try
        {
            _services.Routing.Placer.Place(_request, _relay.Attempts);
            _isPlaced = true;
            if (!_relay.Attempts.MoveNext())
            {
                return await RespondAsync(Problems.NoServerOf(_relay.Attempts.Membership));
            }

            var result = await _relay.RunAsync(Traits, _connection.ConnectionClosed);
            return result.Outcome == AttemptOutcome.Responded ? !_relay.Exchange.Closes : await EndAsync(result.Outcome);
        }
        finally
        {
            _whole.End();
            if (_services.Limits.Admission.CountsInFlight)
            {
                _services.Limits.Admission.Leave();
            }
        }
    }

    /// <returns>Whether the client can get another response.</returns>
    private async ValueTask<bool> EndAsync(AttemptOutcome outcome)
    {
        if (_relay.IsLate)
        {
            _services.Limits.Rejections.Add(RejectionReason.RequestTimeout);
        }

        if (_relay.Response.HasStarted || _relay.Retry.ClientHasGone || _body.Failure == BodyFailure.ClientGone)
        {
            // Abort the connection so that the client cannot mistake the truncated response for a complete one.
            _connection.Abort(new ConnectionAbortedException("The response was incomplete."));
            return false;
        }

        return _relay.IsLate ? await RespondAsync(Problems.RequestTooSlow)
            : _body.Failure != BodyFailure.None ? await EndBodyAsync()
            : await RespondAsync(Problems.Of(outcome, _relay.Retry.HasDeparted), _relay.Attempts.Failure);
    }

    /// <summary>
    /// Ends a request whose body could not be read. The connection closes, since the start of the next request is unknown.
    /// </summary>
    private async ValueTask<bool> EndBodyAsync()
    {
        _relay.Exchange.Closes = true;
        switch (_body.Failure)
        {
            case BodyFailure.TooLong:
                _services.Limits.Rejections.Add(RejectionReason.BodySize);
                return await RespondAsync(Problems.BodyTooLong);
            case BodyFailure.TooSlow:
                _services.Limits.Rejections.Add(RejectionReason.BodyRate);
                return await RespondAsync(Problems.BodyTooSlow);
            default:
                _services.Limits.Rejections.Add(RejectionReason.Malformed);
                _trace.Respond(StatusCodes.Status400BadRequest);
                _own = new(MessageError.Chunk.ToStatus(), Problems.RequestError, MessageError.Chunk.ToDetail(), Bytes: 0);
                _services.Writers.LocalResponses.WriteRejection(_output, MessageError.Chunk);
                await _output.TryFlushAsync();
                return false;
        }
    }

    private async ValueTask<bool> RespondAsync(Problem problem, Failure failure = default)
    {
        _trace.Respond(problem.Status);
        _own = OwnResponse.Of(problem, _relay.Exchange.IsForHead);
        var closes = _relay.Exchange.DecideClose();
        _services.Writers.LocalResponses.WriteProblem(
            _output, problem, failure, _relay.Exchange.IsForHead, closes, _strictTransport.Span);
        return await _output.TryFlushAsync() && !closes;
    }

    /// <summary>Ends the connection because the client does not read its response.</summary>
    private void EndAsUnread()
    {
        _services.Limits.Rejections.Add(RejectionReason.ResponseRate);
        _connection.Abort(new ConnectionAbortedException(Rejections.NameOf(RejectionReason.ResponseRate)));
    }

    /// <summary>Reads the rest of the request's body, for a limited time, so that the next request can follow.</summary>
    private async ValueTask<bool> TakeRestAsync()
    {
        _body.Resume();
        _relay.Identity.Begin();
        try
        {
            _relay.Lingering.Begin();
            while (await _body.ReadAsync() is { IsEmpty: false })
            {
                _body.Advance();
            }

            _relay.Lingering.End();
            return _body.IsDone;
        }
        finally
        {
            _relay.Identity.End();
        }
    }
}
