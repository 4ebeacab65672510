using System.Runtime.CompilerServices;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;
using LoadBalancer.Proxy.Runtime;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Relays a client's current request to servers over HTTP/1.1, whatever protocol the client uses. Reused for one request after the other;
/// not thread-safe except for <see cref="OnHeartbeat"/>, <see cref="EndAsLate"/>, and <see cref="EndAsTooSlow"/>.
/// </summary>
internal sealed class RequestRelay : IAttempt
{
    /// <summary>How long the rest of a request is read after its response has ended.</summary>
    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(5);

    private readonly RelayServices.UpstreamServices _upstream;
    private readonly RelayTrace _trace;
    private readonly RequestBody _body;
    private readonly ServerHold _hold = new();
    private readonly WaitClock _serverWait;
    private readonly RequestHedge _hedge;
    private readonly AttemptLoop _loop;
    private volatile bool _isLate;
    private volatile Server? _server;
    private bool _isIdempotent;

    /// <param name="services">Services that all clients share.</param>
    /// <param name="request">The head of the request.</param>
    /// <param name="body">The body of the request.</param>
    /// <param name="client">The response to the client.</param>
    /// <param name="responseRate">How fast the client reads.</param>
    public RequestRelay(
        RelayServices services, UpstreamRequest request, RequestBody body, ClientResponse client, TransferRate responseRate)
    {
        _upstream = services.Upstream;
        _trace = request.Trace;
        _body = body;
        _serverWait = new(services.TimeProvider);
        Lingering = new(services.TimeProvider);
        _hedge = new(services, request, body, Attempts);
        Response = new(client, _serverWait, responseRate, services.Limits.Options.Value.ResponseHeadBytes);
        Exchange = new(request, body, Response, _hold, _serverWait, Lingering);
        _loop = new(services.Recorders.Attempts, Attempts, Retry, _hedge);
    }

    /// <summary>The placement of the request.</summary>
    public Attempts Attempts { get; } = new();

    /// <summary>The state of the request across its attempts.</summary>
    public RetryState Retry => _hedge.Retry;

    /// <summary>The response.</summary>
    public ResponseRelay Response { get; }

    /// <summary>The exchange with the current server.</summary>
    public ServerExchange Exchange { get; }

    /// <summary>The identity of the exchange, without which no other thread acts on it.</summary>
    public ExchangeIdentity Identity { get; } = new();

    /// <summary>Runs while the rest of a request is read after its response has ended.</summary>
    public WaitClock Lingering { get; }

    public bool IsLate => _isLate;

    int IAttempt.Status => Response.Head.Status;

    bool IAttempt.IsTunnel => false;

    /// <summary>Begins a request whose head has been read.</summary>
    public void Begin()
    {
        _isLate = false;
        Exchange.Reset();
    }

    /// <summary>Attempts the request, which has been placed on its first server.</summary>
    /// <returns>The result of the last attempt.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<ExchangeResult> RunAsync(RequestTraits traits, CancellationToken clientGone)
    {
        _isIdempotent = traits.IsIdempotent;
        Retry.Begin(traits, _body, clientGone);
        try
        {
            return await _loop.RunAsync(this);
        }
        finally
        {
            await _hedge.EndAsync();
            Retry.Dispose();
        }
    }

    /// <summary>Ends operations that have exceeded their timeout. Called about once a second, by any thread.</summary>
    /// <param name="exchange">The identity of the exchange before the call.</param>
    public void OnHeartbeat(long exchange)
    {
        if (_upstream.Leaving.IsOver(_server))
        {
            Identity.TryAct(exchange, EndAsLeft);
        }
        else if (_serverWait.Exceeds(_upstream.Timeouts.For(Response.HasStarted, _body.IsAwaited)))
        {
            Identity.TryAct(exchange, EndAsSilent);
        }

        if (Lingering.Exceeds(LongestLinger))
        {
            Identity.TryAct(exchange, Stop);
        }
    }

    /// <summary>Ends the request because it has taken too long.</summary>
    /// <param name="exchange">The identity of the exchange before this was found.</param>
    public void EndAsLate(long exchange) => Identity.TryAct(exchange, () =>
    {
        _isLate = true;
        Exchange.EndAsSilent();

        // At most one of them is waited for: a second attempt begins when the body has been read.
        _body.Stop();
        _hedge.AbortTaken();
    });

    /// <summary>Ends the request because the client sends its body too slowly.</summary>
    /// <param name="exchange">The identity of the exchange before this was found.</param>
    public void EndAsTooSlow(long exchange) => Identity.TryAct(exchange, () =>
    {
        _body.FailAsTooSlow();
        Stop();
    });

    void IAttempt.Begin()
    {
        _trace.BeginAttempt(Attempts, _hedge.Taken?.Span);
        _server = Attempts.Server;
        Exchange.BeginAttempt();
        Identity.Begin();
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    async ValueTask<ExchangeResult> IAttempt.RunAsync()
    {
        using var ending = Retry.Token.UnsafeRegister(static hold => ((ServerHold)hold!).Abort(), _hold);
        var pool = _upstream.Pools.Of(Attempts.Server);
        return _hedge.Taken is { } second ? await GoOnAsync(second, pool) : await ExchangeAsync(pool);
    }

    void IAttempt.End(in ExchangeResult result)
    {
        Identity.End();
        _server = null;
        _trace.EndAttempt(Attempts, result.Outcome, Response.Head.Status, result.Failure);
    }

    void IAttempt.StartOver()
    {
        // Nothing has been sent to the client.
    }

    /// <summary>Ends the attempt because the server takes no requests any longer, and its time to drain is over.</summary>
    private void EndAsLeft()
    {
        Exchange.EndAsLeft();
        _hedge.AbortTaken();
    }

    /// <summary>Ends the attempt because the server is silent.</summary>
    private void EndAsSilent()
    {
        Exchange.EndAsSilent();
        _hedge.AbortTaken();
    }

    /// <summary>Ends whatever is in progress. The end of a read may continue the exchange inline, so it comes last.</summary>
    private void Stop()
    {
        _hold.Abort();
        _body.Stop();
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeResult> ExchangeAsync(UpstreamPool pool)
    {
        var dialed = pool.Take(isForOneAttempt: !_isIdempotent) is { } idle
            ? new(idle)
            : await _upstream.Connector.ConnectAsync(pool.Address, Retry.Token);
        while (dialed.Connection is { } server)
        {
            Hold(server);
            var isKept = false;
            try
            {
                var result = await Exchange.RunAsync(server, pool.Address, Retry);
                isKept = _hold.Release() && Exchange.CanReuse;
                if (!result.IsStale)
                {
                    return result;
                }
            }
            finally
            {
                Leave(server, pool, isKept);
            }

            // The server closed an idle connection just as the request was sent; this does not count as a failure.
            Identity.Renew();
            dialed = IsLate ? default : await _upstream.Connector.ConnectAsync(pool.Address, Retry.Token);
        }

        return WithoutConnection(dialed);
    }

    /// <summary>Goes on with an attempt that was begun while another server was awaited.</summary>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeResult> GoOnAsync(HedgedAttempt second, UpstreamPool pool)
    {
        using var ending = Retry.Token.UnsafeRegister(static attempt => ((HedgedAttempt)attempt!).Abort(), second);
        _serverWait.Begin();
        await second.Completion;
        _serverWait.End();
        if (second.TakeConnection() is not { } server)
        {
            return Retry.ClientHasGone ? ExchangeResult.ClientFailed
                : second.WasAborted && Exchange.HasLeft ? ExchangeResult.LeftBeforeResponse
                : second.WasAborted ? new(AttemptOutcome.TimedOut, FailureCause.HttpResponseTimeout)
                : second.Result;
        }

        Hold(server);
        var isKept = false;
        try
        {
            var result = await Exchange.GoOnAsync(server, Retry);
            isKept = _hold.Release() && Exchange.CanReuse;
            return result;
        }
        finally
        {
            Leave(server, pool, isKept);
        }
    }

    private ExchangeResult WithoutConnection(in UpstreamDialResult dialed) =>
        Retry.ClientHasGone ? ExchangeResult.ClientFailed
        : Retry.Phase == AttemptPhase.Overtaken ? ExchangeResult.Overtaken
        : Retry.Phase == AttemptPhase.TimedOut || IsLate ? new(AttemptOutcome.TimedOut, FailureCause.ConnectionTimeout)
        : new(
            dialed.Failure.Cause == FailureCause.ConnectionTimeout ? AttemptOutcome.ConnectTimedOut : AttemptOutcome.NotReached,
            dialed.Failure);

    private void Hold(UpstreamConnection server)
    {
        _hold.Hold(server);
        if (Retry.Token.IsCancellationRequested || IsLate)
        {
            _hold.Abort();
        }
    }

    private void Leave(UpstreamConnection server, UpstreamPool pool, bool isKept)
    {
        if (isKept)
        {
            pool.Keep(server, Response.Head.KeepAlive);
        }
        else
        {
            _hold.Release();
            server.Dispose();
        }
    }
}
