using LoadBalancer.Core.Health;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>What one gateway has observed of one process of one server.</summary>
internal sealed class ServerOpinion
{
    private OutcomeWindow? _window;

    public HealthState State { get; private set; } = HealthState.Unknown;

    /// <summary>When a probe passed, if none has failed after it.</summary>
    public DateTimeOffset PassedAt { get; private set; }

    public void Succeed(DateTimeOffset now, HealthRules rules) => Window(rules).Succeed(now);

    /// <returns>Whether the verdict has changed.</returns>
    public bool Fail(DateTimeOffset now, HealthRules rules) =>
        !State.IsEjectedAt(now) && Become(HealthReducer.OnFailure(State, Window(rules).Fail(now), now, rules), now);

    /// <returns>Whether the verdict has changed.</returns>
    public bool Probe(bool passed, DateTimeOffset now, HealthRules rules)
    {
        PassedAt = passed ? now : default;
        return Become(HealthReducer.OnProbe(State, passed, rules), now);
    }

    private bool Become(HealthState next, DateTimeOffset now)
    {
        var before = State;
        State = next;
        if (HealthReducer.BeginsAnew(before, next))
        {
            _window?.Clear();
        }

        return next.ReasonAt(now) != before.ReasonAt(now);
    }

    private OutcomeWindow Window(HealthRules rules) => _window ??= new(rules.Window);
}
