using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failover;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.Requests;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Places a request that YARP forwards, and retries it as <see cref="AttemptLoop"/> does. The client receives the response, or the failure,
/// of the last server.
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

        var traits = ContextTraits.Of(context);
        using var kept = new KeptBody(context, policy, traits);
        using var retry = new RetryState(policy, attempts, health);
        retry.Begin(traits, kept.Body, context.RequestAborted);
        context.Features.Set(retry);
        var result = await new AttemptLoop(recorder, attempts, retry).RunAsync(new ForwardedAttempt(next, context, retry, attempts));
        await RespondAsync(context, attempts, result.Outcome, retry);
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
