using System.Diagnostics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Telemetry.Tracing;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>The attempts of a request that YARP forwards.</summary>
internal sealed class ForwardedAttempt : IAttempt
{
    private readonly RequestDelegate _next;
    private readonly HttpContext _context;
    private readonly RetryState _retry;
    private readonly Attempts _attempts;
    private readonly IReverseProxyFeature _proxy;
    private readonly Activity? _span;
    private readonly CancellationToken _clientGone;

    public ForwardedAttempt(RequestDelegate next, HttpContext context, RetryState retry, Attempts attempts)
    {
        _next = next;
        _context = context;
        _retry = retry;
        _attempts = attempts;
        _proxy = context.GetReverseProxyFeature();
        _span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        _clientGone = context.RequestAborted;
    }

    public int Status => _context.Response.StatusCode;

    /// <summary>Always <see langword="false"/>: a request that has taken too long is cancelled as if the client had left.</summary>
    public bool IsLate => false;

    public bool IsTunnel => Upgrades.HasHappened(_context);

    public void Begin()
    {
        _proxy.AvailableDestinations = _proxy.AllDestinations;
        RequestSpan.Place(_span, _attempts);
    }

    public async ValueTask<ExchangeResult> RunAsync()
    {
        _context.RequestAborted = _retry.Token;
        try
        {
            await _next(_context);
            return ForwardingResult.Of(_context, _retry);
        }
        finally
        {
            _context.RequestAborted = _clientGone;
        }
    }

    public void End(in ExchangeResult result) => RequestSpan.Add(_span, _attempts, result.Outcome, result.Failure);

    public void StartOver()
    {
        _context.Response.Clear();
        _context.Features.Set<IForwarderErrorFeature>(null);
    }
}
