using System.Runtime.CompilerServices;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Core.Failover;
using LoadBalancer.Proxy.Runtime;
using LoadBalancer.Proxy.Telemetry.Requests;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Attempts a request on its most preferred server, and on the next distinct candidate while servers fail and <see cref="RetryRules"/>
/// allows. The same loop serves all ways in which requests are forwarded. May be reused for one request after the other; not thread-safe.
/// </summary>
internal sealed class AttemptLoop(AttemptRecorder recorder, Attempts attempts, RetryState retry)
{
    /// <summary>Attempts the request; it has been placed on its first server, and <c>RetryState.Begin</c> was called.</summary>
    /// <returns>The result of the last attempt.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<ExchangeResult> RunAsync(IAttempt attempt)
    {
        while (true)
        {
            var counter = recorder.Begin(attempts);
            var result = await TryAsync(attempt, counter);
            if (attempt.IsLate || !retry.TryMoveOn(result.Outcome) || !attempts.MoveNext())
            {
                retry.EndAttempts();
                counter.CountRequest(attempt.IsTunnel ? null : retry.Began);
                return result;
            }

            attempt.StartOver();
        }
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeResult> TryAsync(IAttempt attempt, ServerCounter counter)
    {
        attempt.Begin();
        retry.BeginAttempt();
        var result = ExchangeResult.ClientFailed;
        try
        {
            return result = await attempt.RunAsync();
        }
        finally
        {
            retry.EndAttempt();
            recorder.End(counter, retry, result.Outcome, attempt.Status, result.Failure);
            attempt.End(result);
        }
    }
}
