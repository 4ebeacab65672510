using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Telemetry.Tracing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LoadBalancer.Proxy.Exchange.Streams;

/// <summary>
/// Relays one request that Kestrel has parsed (HTTP/2, HTTP/3, HTTP/1.0): as on an HTTP/1.1 connection, but the client's side is Kestrel's.
/// Reused for one request after the other; not thread-safe except for <see cref="OnHeartbeat"/>.
/// </summary>
internal sealed class StreamRelay
{
    private readonly RelayServices _services;
    private readonly RequestHead _head = new();
    private readonly StreamHead _writer;
    private readonly RelayTrace _trace;
    private readonly UpstreamRequest _request;
    private readonly StreamBody _body;
    private readonly StreamResponse _client;
    private readonly TransferRate _responseRate;
    private readonly RequestRelay _relay;
    private readonly Action<StreamRelay> _onReturn;
    private HttpContext? _context;

    /// <param name="services">Services that all relays share.</param>
    /// <param name="via">The gateway's entry in <c>Via</c>.</param>
    /// <param name="onReturn">Takes the relay back after a request.</param>
    public StreamRelay(RelayServices services, ViaHeader via, Action<StreamRelay> onReturn)
    {
        var clock = services.TimeProvider;
        _services = services;
        _onReturn = onReturn;
        _writer = new(_head);
        _trace = new(_head, Uri.UriSchemeHttp);
        _request = new(services.Writers.RequestHeads, _head, _trace)
        {
            Peer = new(address: null, isSecure: false, services.Limits.Trusted),
        };

        // Kestrel enforces the rates of clients; here, waits are measured only.
        _responseRate = new(bytesPerSecond: 0, TimeSpan.Zero, clock);
        _body = new(services.Routing.Retries.BodyBuffer, new(bytesPerSecond: 0, TimeSpan.Zero, clock), clock);
        _client = new(via);
        _relay = new(services, _request, _body, _client, _responseRate);
    }

    /// <summary>Relays a request that was admitted.</summary>
    /// <param name="context">The request.</param>
    /// <param name="named">The headers that <c>Connection</c> names.</param>
    public async Task ServeAsync(HttpContext context, IReadOnlyList<string> named)
    {
        var attempts = _relay.Attempts;
        _services.Routing.Placer.Place(new ContextRequest(context), attempts);
        context.Features.Set(attempts);
        if (!attempts.MoveNext())
        {
            await Problems.WriteAsync(context, Problems.NoServerOf(attempts.Membership));
            return;
        }

        try
        {
            Begin(context, named);
            var result = await _relay.RunAsync(Traits, context.RequestAborted);
            if (result.Outcome != AttemptOutcome.Responded)
            {
                await EndAsync(context, result.Outcome);
            }
        }
        finally
        {
            context.Features.Get<SentBytes>()?.Add(_relay.Response.Passed);
            _context = null;
            _trace.End();
            _client.Release();
            _body.Release();
            _head.Release();
        }
    }

    /// <summary>Returns the relay after the request has ended for all middleware.</summary>
    public Task ReturnAsync()
    {
        _onReturn(this);
        return Task.CompletedTask;
    }

    /// <summary>Ends operations that have exceeded their timeout. Called about once a second, by any thread.</summary>
    public void OnHeartbeat()
    {
        var exchange = _relay.Identity.Current;
        _relay.OnHeartbeat(exchange);
        if (_body.HasWaitedToContinue)
        {
            _relay.Identity.TryAct(exchange, _body.Continue);
        }

        if (_responseRate.HasStalledFor(_services.Upstream.Timeouts.ResponseIdle))
        {
            _relay.Identity.TryAct(exchange, EndAsUnread);
        }
    }

    /// <summary>Resets the stream because the client does not read its response.</summary>
    private void EndAsUnread()
    {
        _services.Limits.Rejections.Add(RejectionReason.ResponseRate);
        _context!.Abort();
    }

    private RequestTraits Traits => new(IdempotentMethods.Contains(_head.Method));

    private void Begin(HttpContext context, IReadOnlyList<string> named)
    {
        _writer.Write(context, named);
        _request.Peer = PeerOf(context);
        _trace.BeginWithin(context.Features.Get<IHttpActivityFeature>()?.Activity);
        _client.Begin(context);
        _relay.Begin();
        _body.Begin(context, _head, _services.Routing.Retries.KeepsBody(Traits), awaitsContinue: AwaitsContinue(context));
        _context = context;
    }

    /// <summary>
    /// Whether reading the body makes Kestrel send 100, so that it must wait for the server's. Where interim responses reach the client,
    /// Kestrel is not to send its own.
    /// </summary>
    private bool AwaitsContinue(HttpContext context)
    {
        if (!_head.Fields.Has(HeaderKind.Expect))
        {
            return false;
        }

        if (_client.HasInterim)
        {
            context.Request.Headers.Remove(HeaderNames.Expect);
        }

        return !_client.HasInterim;
    }

    /// <summary>Returns the peer of the request's connection. A trusted proxy may state another scheme for a request.</summary>
    private ClientPeer PeerOf(HttpContext context) =>
        context.Features.Get<ClientPeer>() is { } peer && peer.IsSecure == context.Request.IsHttps
            ? peer
            : new(ClientAddress.PeerOf(context), context.Request.IsHttps, _services.Limits.Trusted);

    private Task EndAsync(HttpContext context, AttemptOutcome outcome)
    {
        if (_relay.Response.HasStarted)
        {
            // Reset the stream so that the client cannot mistake the truncated response for a complete one.
            context.Abort();
            return Task.CompletedTask;
        }

        if (_relay.Retry.ClientHasGone)
        {
            return Task.CompletedTask;
        }

        switch (_body.Failure)
        {
            case BodyFailure.None:
                return Problems.WriteAsync(context, Problems.Of(outcome, _relay.Retry.HasDeparted), _relay.Attempts.Failure);
            case BodyFailure.TooLong:
                return Problems.BodyFailedAsync(context, StatusCodes.Status413PayloadTooLarge);
            case BodyFailure.TooSlow:
                return Problems.BodyFailedAsync(context, StatusCodes.Status408RequestTimeout);
            case BodyFailure.Malformed:
                return Problems.BodyFailedAsync(context, StatusCodes.Status400BadRequest);
            default:
                context.Abort();
                return Task.CompletedTask;
        }
    }
}
