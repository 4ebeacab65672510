using LoadBalancer.Core.Failures;

namespace LoadBalancer.Core.Health;

/// <summary>
/// Computes how observations change a server's health: probes as a state with hysteresis, requests as ejections that last longer each time
/// (outlier detection). Pure; time is passed in.
/// </summary>
public static class HealthReducer
{
    /// <summary>Processes the result of a probe.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="result">Whether the probe passed (<see cref="HealthReason.Healthy"/>), or why it did not.</param>
    /// <param name="failure">Why the probe failed, if it did.</param>
    /// <param name="rules">The rules, which define how many consecutive results change the verdict.</param>
    public static HealthState OnProbe(HealthState state, HealthReason result, Failure failure, HealthRules rules)
    {
        var passed = result == HealthReason.Healthy;
        if (!passed)
        {
            state = state with { ProbeReason = result, ProbeFailure = failure };
        }

        if (passed != state.IsProbedDown)
        {
            return state.Contradictions == 0 ? state : state with { Contradictions = 0 };
        }

        var contradictions = state.Contradictions + 1;
        return contradictions >= (state.IsProbedDown ? rules.ProbePasses : rules.ProbeFailures)
            ? state with { IsProbedDown = !state.IsProbedDown, Contradictions = 0 }
            : state with { Contradictions = contradictions };
    }

    /// <summary>Processes a failed request. An ejection in progress is not extended.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="failure">Why the request failed.</param>
    /// <param name="recent">The recent requests, including this one.</param>
    /// <param name="now">The time.</param>
    /// <param name="rules">The rules for ejection.</param>
    public static HealthState OnFailure(
        HealthState state, Failure failure, RecentOutcomes recent, DateTimeOffset now, HealthRules rules)
    {
        var reason = Judge(recent, rules);
        if (reason == HealthReason.Healthy || state.IsEjectedAt(now))
        {
            return state;
        }

        var ejections = now - state.EjectedUntil >= rules.LongestEjection ? 1 : state.Ejections + 1;
        var length = rules.Ejection * ejections;
        return state with
        {
            EjectedUntil = now + (length < rules.LongestEjection ? length : rules.LongestEjection),
            EjectionReason = reason,
            EjectionFailure = failure,
            Ejections = ejections,
        };
    }

    /// <summary>
    /// Whether a server starts over, so that the outcomes of its earlier requests no longer count: it has just been ejected, or probes have
    /// just found it healthy again.
    /// </summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after a failure or a probe.</param>
    public static bool BeginsAnew(HealthState before, HealthState after) =>
        after.EjectedUntil != before.EjectedUntil || (before.IsProbedDown && !after.IsProbedDown);

    private static HealthReason Judge(RecentOutcomes recent, HealthRules rules) =>
        recent.FailuresInARow >= rules.ConsecutiveFailures ? HealthReason.ConsecutiveFailures
        : recent.Requests >= rules.MinimumRequests && recent.Failures >= rules.FailureRate * recent.Requests ? HealthReason.FailureRate
        : HealthReason.Healthy;
}
