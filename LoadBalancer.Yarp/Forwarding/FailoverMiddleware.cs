using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failover;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Telemetry.Tracing;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Places a request, and retries it on the next distinct candidate while servers fail and <see cref="RetryRules"/> allows. The client
/// receives the response, or the failure, of the last server.
/// </summary>
internal sealed class FailoverMiddleware(
    RequestDelegate next, RequestPlacer placer, AttemptRecorder recorder, RetryPolicy policy, HealthMonitor health)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var attempts = new Attempts();
        placer.Place(new ContextRequest(context), attempts);
        context.Features.Set(attempts);
        if (!attempts.MoveNext())
        {
            await Problems.WriteAsync(context, Problems.NoServerOf(attempts.Membership));
            return;
        }

        var proxy = context.GetReverseProxyFeature();
        var clientGone = context.RequestAborted;
        var traits = ContextTraits.Of(context);
        using var kept = new KeptBody(context, policy, traits);
        using var retry = new RetryState(policy, attempts, health);
        retry.Begin(traits, kept.Body, clientGone);
        context.Features.Set(retry);
        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        while (true)
        {
            proxy.AvailableDestinations = proxy.AllDestinations;
            var outcome = AttemptOutcome.ClientFailed;
            var counter = recorder.Begin(attempts);
            RequestSpan.Place(span, attempts);
            retry.BeginAttempt();
            context.RequestAborted = retry.Token;
            try
            {
                await next(context);
                outcome = ForwardingResult.Of(context, retry);
            }
            finally
            {
                context.RequestAborted = clientGone;
                retry.EndAttempt();
                var failure = OutcomeCauses.Of(outcome, context.Response.StatusCode);
                recorder.End(counter, retry, outcome, context.Response.StatusCode, failure);
                RequestSpan.Add(span, attempts, outcome, failure);
            }

            if (!retry.TryMoveOn(outcome) || !attempts.MoveNext())
            {
                retry.EndAttempts();
                counter.CountRequest(Upgrades.HasHappened(context) ? null : retry.Began);
                await RespondAsync(context, attempts, outcome, retry);
                return;
            }

            StartOver(context);
        }
    }

    private static void StartOver(HttpContext context)
    {
        context.Response.Clear();
        context.Features.Set<IForwarderErrorFeature>(null);
    }

    private static Task RespondAsync(HttpContext context, Attempts attempts, AttemptOutcome outcome, RetryState retry)
    {
        if (outcome == AttemptOutcome.Responded || context.Response.HasStarted || retry.ClientHasGone)
        {
            return Task.CompletedTask;
        }

        var status = context.Response.StatusCode;
        context.Response.Clear();
        return outcome == AttemptOutcome.ClientFailed
            ? Problems.BodyFailedAsync(context, status)
            : Problems.WriteAsync(context, Problems.Of(outcome, retry.HasDeparted), attempts.Failure);
    }
}
