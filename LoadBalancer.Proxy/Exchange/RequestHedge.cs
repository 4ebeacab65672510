using LoadBalancer.Cluster.Failover;
using LoadBalancer.Proxy.Telemetry.Tracing;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Sends a client's current request to a second server while the first one is awaited. The first response wins: the second attempt ends the
/// first one and becomes the current one, or is ended itself. Reused for one request after the other. <see cref="TryStart"/> is called by a
/// timer that the request's thread waits for, <see cref="AbortTaken"/> by any thread, the other members by the request's thread.
/// </summary>
internal sealed class RequestHedge : IHedge
{
    private readonly RelayServices _services;
    private readonly UpstreamRequest _request;
    private readonly RequestBody _body;
    private readonly Attempts _attempts;
    private readonly Lock _lock = new();
    private HedgedAttempt? _current;
    private volatile HedgedAttempt? _taken;
    private bool _isAttached;

    public RequestHedge(RelayServices services, UpstreamRequest request, RequestBody body, Attempts attempts)
    {
        _services = services;
        _request = request;
        _body = body;
        _attempts = attempts;
        Retry = new(services.Routing.Retries, attempts, services.Routing.Health, this);
    }

    /// <summary>The state of the request across its attempts.</summary>
    public RetryState Retry { get; }

    /// <summary>The second attempt, once it has become the current one.</summary>
    public HedgedAttempt? Taken => _taken;

    public bool TryStart()
    {
        var next = _attempts.SelectNext();
        if (!_body.IsDone || !_body.IsWhole || next.Server < 0)
        {
            return false;
        }

        var server = _attempts.ServerOf(next);
        var pool = _services.Upstream.Pools.Of(server);
        var span = _request.Trace.BeginSecond(server, next.Reason, _attempts.Count);
        var trace = _request.Trace.ContextOf(span);
        var bytes = new byte[RequestBytes.LongestFor(_request, pool.Address, trace, _body)];
        Array.Resize(ref bytes, RequestBytes.Write(bytes, _request, pool.Address, trace, _body));
        var hedge = new HedgedAttempt(next, server)
        {
            TimeProvider = _services.TimeProvider,
            Counted = _services.Recorders.Attempts.BeginSecond(_attempts, server, next.Reason),
            Span = span,
        };
        lock (_lock)
        {
            _current = hedge;
            _isAttached = true;
        }

        hedge.Start(pool, _services.Upstream.Connector, bytes, new(_services.Limits.Options.Value.ResponseHeadBytes), OnHead);
        return true;
    }

    public void Detach()
    {
        if (_current is not null)
        {
            lock (_lock)
            {
                _isAttached = false;
            }
        }
    }

    public void Cancel() => _current?.Abort();

    /// <summary>
    /// Makes the second attempt the current one after the end of the first, unless it has failed. Whether it has a response is irrelevant.
    /// </summary>
    /// <returns><see langword="null"/> if there is none.</returns>
    public HedgedAttempt? Take()
    {
        _taken = null;
        if (_current is not { } hedge)
        {
            return null;
        }

        if (hedge.HasFailed || hedge.WasAborted)
        {
            Conclude(hedge);
            return null;
        }

        _current = null;
        _taken = hedge;
        _attempts.MoveTo(hedge.Selected);
        _services.Recorders.Attempts.WinSecond();
        return hedge;
    }

    /// <summary>Ends the attempt that was taken. Thread-safe.</summary>
    public void AbortTaken() => _taken?.Abort();

    /// <summary>Ends the second attempt at the end of the request, unless it was taken.</summary>
    public ValueTask EndAsync()
    {
        _taken = null;
        return _current is { } hedge ? EndAsync(hedge) : ValueTask.CompletedTask;
    }

    private async ValueTask EndAsync(HedgedAttempt hedge)
    {
        hedge.Abort();
        await hedge.Completion;
        Conclude(hedge);
    }

    /// <summary>Records a second attempt that is not needed, or has failed.</summary>
    private void Conclude(HedgedAttempt hedge)
    {
        _current = null;
        _attempts.Exclude(hedge.Selected);
        var result = hedge.HasFailed && !hedge.WasAborted ? hedge.Result : ExchangeResult.Overtaken;
        var ended = hedge.HasFailed ? hedge.Ended : _services.TimeProvider.GetTimestamp();
        hedge.TakeConnection()?.Dispose();
        _services.Recorders.Attempts.EndSecond(
            hedge.Counted, ended, _attempts, hedge.Server, result.Outcome, hedge.Status, result.Failure);
        Retry.JudgeSecond(hedge.Server, result.Outcome, hedge.Status, result.Failure);
        RelayTrace.EndSecond(hedge.Span, result.Outcome, hedge.Status, result.Failure);
    }

    /// <summary>Ends the first attempt if the response of the second one may be forwarded. Called by the second attempt.</summary>
    /// <returns>Whether it may.</returns>
    private bool OnHead(int status)
    {
        if (_services.Routing.Retries.Rules.IsUnwanted(status))
        {
            return false;
        }

        lock (_lock)
        {
            if (_isAttached)
            {
                Retry.TryOvertake();
            }
        }

        return true;
    }
}
