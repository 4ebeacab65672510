using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>
/// Follows one resource from state to state and decides whether its end was wanted. A stop by command passes through
/// <c>Stopping</c>; a crash and a signal from outside do not, whatever the exit code. Not thread-safe.
/// </summary>
internal sealed class SupervisedResource(RestartAnnotation policy, TimeProvider time)
{
    private readonly RestartBackoff _backoff = new();
    private Phase _phase = Phase.NotStarted;
    private long _startedAt;
    private bool _everStarted;
    private bool _everHealthy;

    private enum Phase
    {
        NotStarted,
        Running,
        Stopping,
        Ended,
    }

    /// <summary>Takes the next state of the resource; the same one may come several times.</summary>
    public SupervisionStep Observe(string? state, int? exitCode, HealthStatus? health)
    {
        _everHealthy |= health == HealthStatus.Healthy && state == KnownResourceStates.Running;
        if (state == KnownResourceStates.Running || state == KnownResourceStates.Starting)
        {
            Begin(isRunning: state == KnownResourceStates.Running);
        }
        else if (state == KnownResourceStates.Stopping)
        {
            _phase = Phase.Stopping;
        }
        else if (state is not null && KnownResourceStates.TerminalStates.Contains(state))
        {
            return End(state, exitCode);
        }

        return new SupervisionStep.None();
    }

    private void Begin(bool isRunning)
    {
        if (_phase is Phase.NotStarted or Phase.Ended)
        {
            _startedAt = time.GetTimestamp();
            _phase = Phase.Running;
        }

        _everStarted |= isRunning;
    }

    private SupervisionStep End(string state, int? exitCode)
    {
        var before = _phase;
        _phase = Phase.Ended;
        return before switch
        {
            Phase.Stopping or Phase.Ended => new SupervisionStep.None(),
            _ when state == KnownResourceStates.FailedToStart && !_everStarted => new SupervisionStep.GiveUp(ExitCode: null),
            _ when exitCode is { } code && policy.IsFinal(_everHealthy, code) => new SupervisionStep.GiveUp(code),
            _ => new SupervisionStep.Restart(_backoff.NextDelay(before == Phase.Running ? time.GetElapsedTime(_startedAt) : TimeSpan.Zero)),
        };
    }
}
