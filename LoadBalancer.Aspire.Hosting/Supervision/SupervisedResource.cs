using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>
/// Follows the states of one resource and decides whether its end was intended. A stop by a command passes through <c>Stopping</c>; a crash
/// or a signal from outside does not, whatever the exit code. Not thread-safe.
/// </summary>
internal sealed class SupervisedResource(RestartAnnotation policy, TimeProvider time)
{
    private readonly RestartBackoff _backoff = new();
    private Phase _phase = Phase.NotStarted;
    private long _startedAt;
    private DateTime? _runStartedAt;
    private DateTime? _stoppedAt;
    private bool _everStarted;
    private bool _everHealthy;

    private enum Phase
    {
        NotStarted,
        Running,
        Stopping,
        Ended,
    }

    /// <summary>Processes the next state of the resource. The same state may arrive more than once, and late.</summary>
    /// <param name="state">The state.</param>
    /// <param name="exitCode">The exit code, once the resource has ended.</param>
    /// <param name="health">The result of its health checks.</param>
    /// <param name="startedAt">When the process started, which distinguishes one run from another.</param>
    /// <param name="stoppedAt">
    /// When the process ended, which distinguishes one end from another: after a restart DCP may report the previous end again.
    /// </param>
    public SupervisionStep Observe(
        string? state, int? exitCode, HealthStatus? health, DateTime? startedAt = null, DateTime? stoppedAt = null)
    {
        if (state is not null && KnownResourceStates.TerminalStates.Contains(state))
        {
            if (stoppedAt is not null && stoppedAt == _stoppedAt)
            {
                return new SupervisionStep.None();
            }

            _stoppedAt = stoppedAt;
            return End(state, exitCode);
        }

        _everHealthy |= health == HealthStatus.Healthy && state == KnownResourceStates.Running;
        if (state == KnownResourceStates.Running || state == KnownResourceStates.Starting)
        {
            Begin(isRunning: state == KnownResourceStates.Running, startedAt);
        }
        else if (state == KnownResourceStates.Stopping)
        {
            _phase = Phase.Stopping;
        }

        return new SupervisionStep.None();
    }

    private void Begin(bool isRunning, DateTime? startedAt)
    {
        var isAnotherRun = isRunning && startedAt is not null && startedAt != _runStartedAt;
        _runStartedAt = isAnotherRun ? startedAt : _runStartedAt;
        if (isAnotherRun || _phase is Phase.NotStarted or Phase.Ended)
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
