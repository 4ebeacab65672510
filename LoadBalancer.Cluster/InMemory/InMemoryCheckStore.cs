using System.Collections.Immutable;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory check store within one process, for tests. Thread-safe.</summary>
public sealed class InMemoryCheckStore : ICheckStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Dictionary<ServerProcess, ServerCheck>> _minutes = [];

    /// <inheritdoc />
    public Task WriteAsync(DateTimeOffset now, IReadOnlyCollection<ServerCheck> checks, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var past in _minutes.Keys.Where(minute => minute < CheckClock.MinuteOf(now) - 1).ToArray())
            {
                _minutes.Remove(past);
            }

            foreach (var check in checks)
            {
                In(CheckClock.MinuteOf(now))[check.Process] = check;
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<ImmutableDictionary<ServerProcess, ServerCheck>> ReadAsync(
        DateTimeOffset now, IReadOnlyCollection<ServerProcess> processes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var (present, past) = (In(CheckClock.MinuteOf(now)), In(CheckClock.MinuteOf(now) - 1));
            return Task.FromResult(processes.Distinct()
                .Select(process => present.GetValueOrDefault(process) ?? past.GetValueOrDefault(process))
                .OfType<ServerCheck>()
                .ToImmutableDictionary(check => check.Process));
        }
    }

    private Dictionary<ServerProcess, ServerCheck> In(long minute) =>
        _minutes.TryGetValue(minute, out var checks) ? checks : _minutes[minute] = [];
}
