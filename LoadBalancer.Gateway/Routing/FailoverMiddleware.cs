using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway.Counting;
using LoadBalancer.Gateway.Endpoints;
using LoadBalancer.Gateway.Health;
using LoadBalancer.Gateway.Keys;
using LoadBalancer.Gateway.Retries;
using LoadBalancer.Gateway.State;
using LoadBalancer.Gateway.Statistics;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Gateway.Routing;

/// <summary>
/// Places a request, and places it again on the next distinct candidate while the servers fail it and
/// <see cref="RetryRules"/> allows. What the last server answered, or how it failed, is the client's answer.
/// </summary>
internal sealed class FailoverMiddleware(
    RequestDelegate next, ClusterState state, RequestKey key, RequestCounters counters, HotKeyRecorder hotKeys, HealthMonitor health, RetryPolicy policy)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var serving = state.Serving;
        var attempts = new Attempts(serving, HashOf(context, serving.Cluster.Placement.Algorithm));
        if (!attempts.MoveNext())
        {
            await Problems.NoServerAsync(context);
            return;
        }

        var proxy = context.GetReverseProxyFeature();
        using var retry = new RetryState(policy, attempts, context);
        context.Features.Set(attempts);
        context.Features.Set(retry);
        while (true)
        {
            proxy.AvailableDestinations = proxy.AllDestinations;
            var counter = counters.Of(attempts.Server.Id);
            var outcome = TryOutcome.ClientFailed;
            counter.Begin(attempts.Count > 1, attempts.Current.Reason);
            retry.BeginTry();
            try
            {
                await next(context);
                outcome = ForwardingResult.Of(context, retry);
            }
            finally
            {
                retry.EndTry();
                counter.End(RetryRules.IsServersFault(outcome));
                Observe(context, attempts.Server, outcome);
            }

            if (!retry.TryMoveOn(outcome) || !attempts.MoveNext())
            {
                counter.CountRequest(Upgrades.HasHappened(context) ? null : retry.Began);
                await AnswerAsync(context, outcome, retry);
                return;
            }

            StartOver(context);
        }
    }

    private ulong HashOf(HttpContext context, PlacementAlgorithm algorithm)
    {
        Span<char> buffer = stackalloc char[RequestKey.BufferLength];
        if (!key.TryRead(context, buffer, out var text))
        {
            return RequestKey.AnyHash();
        }

        var hash = KeyHash.Of(algorithm, text);
        hotKeys.Record(hash, text);
        return hash;
    }

    /// <summary>What the client does, or fails to do, says nothing about the server.</summary>
    private void Observe(HttpContext context, Server server, TryOutcome outcome)
    {
        if (outcome == TryOutcome.Answered)
        {
            health.Observe(server, context.Response.StatusCode);
        }
        else if (RetryRules.IsServersFault(outcome))
        {
            health.Observe(server, failed: true);
        }
    }

    private static void StartOver(HttpContext context)
    {
        context.Response.Clear();
        context.Features.Set<IForwarderErrorFeature>(null);
    }

    private static Task AnswerAsync(HttpContext context, TryOutcome outcome, RetryState retry)
    {
        if (outcome == TryOutcome.Answered || context.Response.HasStarted || retry.ClientHasGone)
        {
            return Task.CompletedTask;
        }

        var status = outcome switch
        {
            TryOutcome.TimedOut => StatusCodes.Status504GatewayTimeout,
            TryOutcome.NoAnswer => StatusCodes.Status502BadGateway,
            _ => context.Response.StatusCode,
        };
        context.Response.Clear();
        context.Response.StatusCode = status;

        // Who hears 503 may send the request again: only where no server can have had it.
        return outcome == TryOutcome.NotProcessed || (outcome == TryOutcome.NotReached && !retry.HasDeparted)
            ? Problems.NoServerAsync(context)
            : Problems.ServerFailedAsync(context);
    }
}
