using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Core.Failover;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Runtime;
using LoadBalancer.Proxy.Telemetry.RequestLog;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.AspNetCore.Connections;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Relays the requests of one client connection, one after the other. Places each request, and retries it on the next distinct candidate
/// while servers fail and <see cref="RetryRules"/> allows. Not thread-safe except for <see cref="OnHeartbeat"/> and <see cref="Close"/>.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The state of a request ends with the request.")]
internal sealed class RelayConnection
{
    /// <summary>How long the rest of a request is read after its response has ended.</summary>
    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(5);

    private readonly RelayServices _services;
    private readonly ConnectionContext _connection;
    private readonly PipeWriter _output;
    private readonly RequestHead _head;
    private readonly RelayedRequest _request;
    private readonly RequestBody _body;
    private readonly ServerHold _hold = new();
    private readonly WaitClock _serverWait;
    private readonly WaitClock _lingering;
    private readonly WaitClock _whole;
    private readonly TransferRate _bodyRate;
    private readonly TransferRate _responseRate;
    private readonly ResponseRelay _response;
    private readonly RelayTrace _trace;
    private readonly ServerExchange _exchange;
    private readonly Attempts _attempts = new();
    private readonly RetryState _retry;
    private readonly ReadOnlyMemory<byte> _strictTransport;
    private bool _isPlaced;
    private (int Status, int Bytes) _own;
    private volatile bool _isLate;

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
        _serverWait = new(clock);
        _lingering = new(clock);
        _whole = new(clock);
        _bodyRate = new(limits.BodyRate, limits.RateGrace, clock);
        _responseRate = new(limits.ResponseRate, limits.RateGrace, clock);
        _request = new(head, peer);
        _retry = new(services.Routing.Retries, _attempts, services.Routing.Health);
        _body = new(input, services.Routing.Retries.BodyBuffer, limits.BodyBytes > 0 ? limits.BodyBytes : long.MaxValue, _bodyRate);
        var listener = connection.Features.Get<Listener>();
        _strictTransport = listener?.StrictTransportLine ?? default;
        _response = new(output, services.Writers.ResponseHeads, _serverWait, _responseRate, _strictTransport);
        _trace = new(head, peer.Scheme, services.Recorders.Sampling, listener is { IsSilent: true });
        _exchange = new(new(services.Writers.RequestHeads, head, peer, _trace), _body, _response, _hold, _serverWait, _lingering);
    }

    /// <summary>Relays the request whose head has been read.</summary>
    /// <returns>Whether another request may follow on the connection.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RelayAsync()
    {
        _isLate = _isPlaced = false;
        _trace.Begin();
        _own = default;
        var began = _services.Recorders.Requests.Begin();
        _exchange.Reset();
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

    /// <summary>Ends the connection after the request that is being relayed, or after the next one. Thread-safe.</summary>
    public void Close() => _exchange.Closes = true;

    /// <summary>Ends operations that have exceeded their timeout. Called about once a second, by any thread.</summary>
    public void OnHeartbeat()
    {
        if (_serverWait.Exceeds(_services.Upstream.Options.Value.ActivityTimeout))
        {
            _exchange.IsSilent = true;
            _hold.Abort();
        }

        if (_services.Limits.Options.Value.RequestTimeout is { Ticks: > 0 } longest && _whole.Exceeds(longest))
        {
            _isLate = _exchange.IsSilent = true;
            End();
        }

        if (_lingering.Exceeds(LongestLinger))
        {
            End();
        }

        if (_bodyRate.IsTooSlow)
        {
            _body.EndAsTooSlow();
            _hold.Abort();
        }

        if (_responseRate.IsTooSlow || _responseRate.HasStalledFor(_services.Upstream.Options.Value.ActivityTimeout))
        {
            _services.Limits.Rejections.Add(RejectionReason.ResponseRate);
            _connection.Abort(new ConnectionAbortedException(Rejections.NameOf(RejectionReason.ResponseRate)));
        }
    }

    private void End()
    {
        _body.Stop();
        _hold.Abort();
    }

    private RequestEnd HowItEnded => new(
        _isPlaced ? _attempts : null,
        _own.Status != 0 ? _own.Status : _response.HasStarted ? _response.Head.Status : RequestEnd.ClientLeft,
        _own.Status != 0,
        _own.Status != 0 ? _own.Bytes : _response.Passed);

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
            _services.Routing.Placer.Place(_request, _attempts);
            _isPlaced = true;
            if (!_attempts.MoveNext())
            {
                return await RespondAsync(Problems.NoServerOf(_attempts.Membership));
            }

            _retry.Begin(Traits, _body, _connection.ConnectionClosed);
            using var ending = _retry;
            while (true)
            {
                var counter = _services.Recorders.Attempts.Begin(_attempts);
                var outcome = await TryAsync(counter);
                if (_isLate || !_retry.TryMoveOn(outcome) || !_attempts.MoveNext())
                {
                    _retry.EndAttempts();
                    counter.CountRequest(_retry.Began);
                    return outcome == AttemptOutcome.Responded ? !_exchange.Closes : await EndAsync(outcome);
                }
            }
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

    /// <summary>Attempts the request on the current server.</summary>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptOutcome> TryAsync(ServerCounter counter)
    {
        _trace.BeginAttempt(_attempts);
        _retry.BeginAttempt();
        _exchange.IsSilent = false;
        var outcome = AttemptOutcome.ClientFailed;
        try
        {
            using var ending = _retry.Token.UnsafeRegister(static hold => ((ServerHold)hold!).Abort(), _hold);
            return outcome = await ExchangeAsync(_services.Upstream.Pools.Of(_attempts.Server));
        }
        finally
        {
            _retry.EndAttempt();
            AttemptRecorder.End(counter, _retry, outcome, _response.Head.Status);
            _trace.EndAttempt(_attempts, outcome, _response.Head.Status);
        }
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptOutcome> ExchangeAsync(UpstreamPool pool)
    {
        var dialed = pool.Take() is { } idle ? new(idle) : await _services.Upstream.Connector.ConnectAsync(pool.Address, _retry.Token);
        while (dialed.Connection is { } server)
        {
            Hold(server);
            var isKept = false;
            try
            {
                var result = await _exchange.RunAsync(server, pool.Address, _retry);
                isKept = _hold.Release() && _exchange.CanReuse;
                if (!result.IsStale)
                {
                    return result.Outcome;
                }
            }
            finally
            {
                Leave(server, pool, isKept);
            }

            // The server closed an idle connection just as the request was sent; this does not count as a failure.
            dialed = _isLate ? default : await _services.Upstream.Connector.ConnectAsync(pool.Address, _retry.Token);
        }

        return _retry.ClientHasGone ? AttemptOutcome.ClientFailed
            : _retry.Phase == AttemptPhase.TimedOut || _isLate ? AttemptOutcome.TimedOut
            : dialed.Failure == DialFailure.ConnectionTimeout ? AttemptOutcome.ConnectTimedOut
            : AttemptOutcome.NotReached;
    }

    private void Hold(UpstreamConnection server)
    {
        _hold.Hold(server);
        if (_retry.Token.IsCancellationRequested || _isLate)
        {
            _hold.Abort();
        }
    }

    private void Leave(UpstreamConnection server, UpstreamPool pool, bool isKept)
    {
        if (isKept)
        {
            pool.Keep(server);
        }
        else
        {
            _hold.Release();
            server.Dispose();
        }
    }

    /// <returns>Whether the client can get another response.</returns>
    private async ValueTask<bool> EndAsync(AttemptOutcome outcome)
    {
        if (_isLate)
        {
            _services.Limits.Rejections.Add(RejectionReason.RequestTimeout);
        }

        if (_response.HasStarted || _retry.ClientHasGone || _body.Failure == BodyFailure.ClientGone)
        {
            // Abort the connection so that the client cannot mistake the truncated response for a complete one.
            _connection.Abort(new ConnectionAbortedException("The response was incomplete."));
            return false;
        }

        return _isLate ? await RespondAsync(Problems.RequestTooSlow)
            : _body.Failure != BodyFailure.None ? await EndBodyAsync()
            : await RespondAsync(Problems.Of(outcome, _retry.HasDeparted));
    }

    /// <summary>
    /// Ends a request whose body could not be read. The connection closes, since the start of the next request is unknown.
    /// </summary>
    private async ValueTask<bool> EndBodyAsync()
    {
        _exchange.Closes = true;
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
                _own = (MessageError.Chunk.ToStatus(), 0);
                _services.Writers.LocalResponses.WriteRejection(_output, MessageError.Chunk);
                await _output.TryFlushAsync();
                return false;
        }
    }

    private async ValueTask<bool> RespondAsync(Problem problem)
    {
        _trace.Respond(problem.Status);
        _own = (problem.Status, _exchange.IsForHead ? 0 : problem.Json.Length);
        _services.Writers.LocalResponses.WriteProblem(_output, problem, _exchange.IsForHead, _exchange.Closes, _strictTransport.Span);
        return await _output.TryFlushAsync() && !_exchange.Closes;
    }

    /// <summary>Reads the rest of the request's body, for a limited time, so that the next request can follow.</summary>
    private async ValueTask<bool> TakeRestAsync()
    {
        _body.Resume();
        _lingering.Begin();
        while (await _body.ReadAsync() is { IsEmpty: false })
        {
            _body.Advance();
        }

        _lingering.End();
        return _body.IsDone;
    }
}
