using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway.Counting;
using LoadBalancer.Gateway.Endpoints;
using LoadBalancer.Gateway.Health;
using LoadBalancer.Gateway.Keys;
using LoadBalancer.Gateway.State;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Gateway.Routing;

/// <summary>
/// Places a request, and places it again on the next distinct candidate while servers do not take the connection: no byte
/// of it has reached a server then, so any method may be sent again (RFC 9110 §9.2.2). Other failures are answered.
/// </summary>
internal sealed class FailoverMiddleware(RequestDelegate next, ClusterState state, RequestKey key, RequestCounters counters, HealthMonitor health)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var serving = state.Serving;
        var attempts = new Attempts(serving, key.HashOf(context, serving.Cluster.Placement.Algorithm));
        context.Features.Set(attempts);
        while (attempts.MoveNext())
        {
            proxy.AvailableDestinations = proxy.AllDestinations;
            var counter = counters.Of(attempts.Server.Id);
            var failure = await ForwardAsync(context, attempts.Server, counter);
            if (!WasRefused(failure) || context.Response.HasStarted)
            {
                counter.CountRequest();
                await AnswerFailureAsync(context, failure);
                return;
            }

            StartOver(context);
        }

        await Problems.NoServerAsync(context);
    }

    private async Task<IForwarderErrorFeature?> ForwardAsync(HttpContext context, Server server, ServerCounter counter)
    {
        IForwarderErrorFeature? failure = null;
        counter.Begin();
        try
        {
            await next(context);
            failure = context.Features.Get<IForwarderErrorFeature>();
        }
        finally
        {
            var failed = IsServersFault(failure);
            counter.End(failed);
            if (failed)
            {
                health.Observe(server, failed);
            }
            else if (failure is null && !context.RequestAborted.IsCancellationRequested)
            {
                health.Observe(server, context.Response.StatusCode);
            }
        }

        return failure;
    }

    /// <remarks>A connection that did not come about in time is cancelled for a timeout; a server's silence is cancelled without one.</remarks>
    private static bool WasRefused(IForwarderErrorFeature? failure) =>
        failure?.Error == ForwarderError.NoAvailableDestinations
        || failure is { Error: ForwarderError.RequestTimedOut, Exception: OperationCanceledException { InnerException: TimeoutException } }
        || (failure?.Error == ForwarderError.Request
            && failure.Exception is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
            });

    private static bool IsServersFault(IForwarderErrorFeature? failure) => failure?.Error is
        ForwarderError.Request or ForwarderError.RequestTimedOut or ForwarderError.RequestBodyDestination
        or ForwarderError.ResponseHeaders or ForwarderError.ResponseBodyDestination or ForwarderError.UpgradeResponseDestination;

    private static void StartOver(HttpContext context)
    {
        context.Response.Clear();
        context.Features.Set<IForwarderErrorFeature>(null);
    }

    private static Task AnswerFailureAsync(HttpContext context, IForwarderErrorFeature? failure) =>
        failure is null || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested
            ? Task.CompletedTask
            : Problems.ServerFailedAsync(context);
}
