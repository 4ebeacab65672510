using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Observations;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>
/// Forwards the requests of one gateway to servers. The product's <c>Attempts</c> and <c>RetryState</c> decide where each request goes and
/// how often; they are called in the same order as by <c>RelayConnection</c> and <c>ServerExchange</c>.
/// </summary>
internal sealed class RequestForwarder(
    SimulatedGateway gateway,
    ClusterParts parts,
    ClusterRecorder recorder,
    RandomStream random)
{
    private const int Failure = 500;

    /// <summary>Accepts a request and begins its first attempt.</summary>
    public void Take(SimulatedRequest request)
    {
        recorder.Begin(request);
        if (!request.Attempts.MoveNext())
        {
            recorder.End(request, "no server");
            return;
        }

        request.Retry.Begin(request.Traits, body: null, gateway.ClientsGone);
        Send(request);
    }

    private void Send(SimulatedRequest request)
    {
        var record = request.Attempts.Server;
        gateway.Load.Of(record.Id).Begin();
        recorder.BeginAttempt(request, record.Id);
        request.Retry.BeginAttempt();
        var attempt = new RequestAttempt(record.Instance!, (outcome, status) => Finish(request, outcome, status));
        attempt.EndWhen(request.Retry.Token);
        parts.Time.After(parts.Network.Draw(random), () => Arrive(request, attempt, record.Id));
        if (parts.Settings.ActivityTimeout < parts.Settings.OverallTimeout || !gateway.Policy.IsTimed(request.Traits))
        {
            parts.Time.After(parts.Settings.ActivityTimeout, () => attempt.End(AttemptOutcome.TimedOut));
        }
    }

    private void Arrive(SimulatedRequest request, RequestAttempt attempt, ServerId id)
    {
        if (attempt.HasEnded)
        {
            return;
        }

        if (parts.FindServer(id) is not { } server)
        {
            attempt.End(AttemptOutcome.NotReached);
            return;
        }

        if (server.IsRunning)
        {
            request.Retry.Depart();
        }

        server.Take(attempt, parts.Settings.ConnectTimeout);
    }

    private void Finish(SimulatedRequest request, AttemptOutcome ended, int status)
    {
        var retry = request.Retry;
        var outcome = OutcomeOf(request, ended, status);
        var server = request.Attempts.Server.Id;
        retry.EndAttempt();
        gateway.Load.Of(server).End();
        recorder.EndAttempt(server);
        retry.Judge(outcome, status, OutcomeCauses.Of(outcome, status));
        if (retry.TryMoveOn(outcome) && request.Attempts.MoveNext())
        {
            Send(request);
            return;
        }

        retry.Dispose();
        recorder.End(request, FailureOf(outcome, status));
    }

    private static AttemptOutcome OutcomeOf(SimulatedRequest request, AttemptOutcome ended, int status)
    {
        var retry = request.Retry;
        return ended switch
        {
            AttemptOutcome.Responded when retry.Accept(status) => AttemptOutcome.Responded,
            AttemptOutcome.Responded when retry.Phase == AttemptPhase.ResponseLeft => AttemptOutcome.Unwanted,
            _ when retry.ClientHasGone => AttemptOutcome.ClientFailed,
            _ when retry.Phase == AttemptPhase.TimedOut => AttemptOutcome.TimedOut,
            _ => ended,
        };
    }

    private static string? FailureOf(AttemptOutcome outcome, int status) => outcome switch
    {
        AttemptOutcome.Responded => status < Failure ? null : $"status {status}",
        AttemptOutcome.NotReached or AttemptOutcome.ConnectTimedOut => "not reached",
        AttemptOutcome.TimedOut => "timeout",
        AttemptOutcome.ClientFailed => "gateway died",
        _ => "broken off",
    };
}
