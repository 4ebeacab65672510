using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Observations;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>Sends one gateway's requests from server to server, by Core's rules and budget, as <c>RetryState</c> does.</summary>
internal sealed class RequestForwarder(
    SimulatedGateway gateway, Func<string, SimulatedServer?> find, ClusterRecorder recorder, Distribution network, SettingsSection settings, VirtualTime time, RandomStream random)
{
    private const int Failure = 500;
    private static readonly TimeSpan BudgetPoll = TimeSpan.FromMilliseconds(50);

    private readonly RetryRules _rules = new(settings.MaxTries, [502, 503, 504]);
    private readonly RetryBudget _budget = new(settings.BudgetPercent, settings.BudgetFloor);
    private readonly UnprovenFailures _unproven = new(new HealthRules().Window);
    private readonly HashSet<RequestAttempt> _inFlight = [];

    /// <summary>A request has come.</summary>
    public void Take(SimulatedRequest request)
    {
        recorder.Begin(request);
        if (!request.MoveNext())
        {
            recorder.End(request, "no server");
            return;
        }

        _budget.BeginRequest();
        Send(request);
    }

    /// <summary>The gateway has died: its clients see their connections break.</summary>
    public void Kill()
    {
        foreach (var attempt in _inFlight.ToArray())
        {
            attempt.End(AttemptOutcome.ClientFailed);
        }
    }

    private void Send(SimulatedRequest request)
    {
        var record = request.Cluster.Membership.Servers[request.Current.Server];
        var load = gateway.Load.Of(record.Id);
        load.Begin();
        recorder.BeginAttempt(request, record.Id);
        var attempt = new RequestAttempt(
            record.Instance!,
            (ended, outcome, status) =>
            {
                _inFlight.Remove(ended);
                load.End();
                recorder.EndAttempt(record.Id);
                Finish(request, outcome, status);
            },
            expired => Expire(request, expired));
        _inFlight.Add(attempt);
        time.After(network.Draw(random), () =>
        {
            request.HasDeparted |= find(record.Id) is { IsRunning: true };
            if (find(record.Id) is { } server)
            {
                server.Take(attempt, settings.ConnectTimeout);
            }
            else
            {
                attempt.End(AttemptOutcome.NotReached);
            }
        });
        time.After(IsTimed(request) ? Min(settings.PerTryTimeout, Left(request)) : settings.ActivityTimeout, attempt.Expire);
    }

    private bool IsTimed(SimulatedRequest request) => _rules.Allowed && request.IsIdempotent;

    private TimeSpan Left(SimulatedRequest request) => settings.OverallTimeout - (time.Elapsed - request.Began);

    /// <summary>
    /// An attempt whose time is up is left for another server, if there is one and the budget has room; else it is waited for.
    /// </summary>
    private void Expire(SimulatedRequest request, RequestAttempt attempt)
    {
        if (!IsTimed(request) || Left(request) <= TimeSpan.Zero)
        {
            attempt.End(AttemptOutcome.TimedOut);
        }
        else if (!MayMoveOn(request, AttemptOutcome.TimedOut))
        {
            time.After(Left(request), attempt.Expire);
        }
        else if (request.HoldsRetry || (request.HoldsRetry = _budget.TryBeginRetry()))
        {
            attempt.End(AttemptOutcome.TimedOut);
        }
        else
        {
            time.After(Min(BudgetPoll, Left(request)), attempt.Expire);
        }
    }

    private void Finish(SimulatedRequest request, AttemptOutcome outcome, int status)
    {
        var judged = outcome == AttemptOutcome.Responded && _rules.IsUnwanted(status) ? AttemptOutcome.Unwanted : outcome;
        Observe(request, judged);
        if (judged != AttemptOutcome.Responded && MayMoveOn(request, judged)
            && (!RetryRules.AddsLoad(judged) || request.HoldsRetry || (request.HoldsRetry = _budget.TryBeginRetry()))
            && request.MoveNext())
        {
            Send(request);
            return;
        }

        if (request.Suspects.TryTakeLast(out var failed) && _unproven.Counts(GatewayHealth.NameOf(failed), request.Hash, time.Now))
        {
            Observe(failed, isFailure: true);
        }

        if (request.HoldsRetry)
        {
            _budget.EndRetry();
        }

        _budget.EndRequest();
        recorder.End(request, outcome switch
        {
            AttemptOutcome.Responded => status < Failure ? null : $"status {status}",
            AttemptOutcome.NotReached => "not reached",
            AttemptOutcome.TimedOut => "timeout",
            AttemptOutcome.ClientFailed => "gateway died",
            _ => "broken off",
        });
    }

    private void Observe(SimulatedRequest request, AttemptOutcome outcome)
    {
        var record = request.Cluster.Membership.Servers[request.Current.Server];
        if (RetryRules.MayBeTheRequests(outcome))
        {
            request.Suspects.Add(record);
        }
        else if (outcome != AttemptOutcome.ClientFailed)
        {
            Observe(record, RetryRules.IsServersFault(outcome));
        }

        if (outcome == AttemptOutcome.Responded)
        {
            foreach (var suspect in request.Suspects.TakeProven())
            {
                Observe(suspect, isFailure: true);
            }
        }
    }

    private void Observe(Server server, bool isFailure)
    {
        if (gateway.IsRunning && gateway.Health.Observe(server, isFailure))
        {
            gateway.Republish();
        }
    }

    private bool MayMoveOn(SimulatedRequest request, AttemptOutcome outcome) =>
        gateway.IsRunning
        && _rules.MayRepeat(request.AsTried, outcome)
        && (!IsTimed(request) || Left(request) > TimeSpan.Zero)
        && request.HasNext;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
