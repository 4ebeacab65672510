using System.Runtime.CompilerServices;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Proxy.Runtime;
using LoadBalancer.Proxy.Telemetry.Requests;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Attempts a request on its most preferred server, and on the next distinct candidate while servers fail and <see cref="RetryRules"/>
/// allows; or on the server that it was sent to as well, if that is the first to respond. The same loop serves all ways in which requests
/// are forwarded. May be reused for one request after the other; not thread-safe.
/// </summary>
/// <param name="recorder">Records attempts.</param>
/// <param name="attempts">The placement of the request.</param>
/// <param name="retry">The state of the request.</param>
/// <param name="hedge">Sends the request to a second server; <see langword="null"/> if this is not possible.</param>
internal sealed class AttemptLoop(AttemptRecorder recorder, Attempts attempts, RetryState retry, RequestHedge? hedge = null)
{
    private long _ended;

    /// <summary>Attempts the request; it has been placed on its first server, and <c>RetryState.Begin</c> was called.</summary>
    /// <returns>The result of the last attempt.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<ExchangeResult> RunAsync(IAttempt attempt)
    {
        var current = recorder.Begin(attempts, retry.Began);
        while (true)
        {
            var result = await TryAsync(attempt, current);
            if (attempt.IsLate || !retry.TryMoveOn(result.Outcome) || Next() is not { } next)
            {
                recorder.EndRequest(current, attempt.IsTunnel ? null : retry.Began, _ended);
                return result;
            }

            current = next;
            attempt.StartOver();
        }
    }

    /// <summary>Moves to the next server.</summary>
    /// <returns>The attempt on it; <see langword="null"/> if there is none.</returns>
    private CountedAttempt? Next() =>
        hedge?.Take() is { } second ? second.Counted
        : attempts.MoveNext() ? recorder.Begin(attempts, recorder.Now)
        : null;

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeResult> TryAsync(IAttempt attempt, CountedAttempt counted)
    {
        attempt.Begin();
        retry.BeginAttempt(hedge?.Taken?.Counted.Began);
        var result = ExchangeResult.ClientFailed;
        try
        {
            return result = await attempt.RunAsync();
        }
        finally
        {
            retry.EndAttempt();
            result = result with { Failure = recorder.CauseOf(result.Outcome, result.Failure) };
            _ended = recorder.End(counted, attempt.IsTunnel, attempts, retry, result.Outcome, attempt.Status, result.Failure);
            attempt.End(result);
        }
    }
}
