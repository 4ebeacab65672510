using System.Collections.Concurrent;
using System.Text.Json;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.HealthLog;

/// <summary>
/// The changes of verdicts that have not been written yet. Adding never blocks, and text is made only when they are taken, so the request
/// path may add. The oldest beyond <see cref="Capacity"/> are dropped and counted. Thread-safe; one reader.
/// </summary>
internal sealed class HealthChangeQueue(GatewayIdentity identity, TimeProvider timeProvider)
{
    public const int Capacity = 20_000;

    private readonly ConcurrentQueue<Entry> _entries = new();
    private int _dropped;

    /// <summary>Adds a change of this gateway's verdict.</summary>
    public void Add(Server server, HealthTransition transition) =>
        Add(new(ServerProcess.Of(server), timeProvider.GetUtcNow(), transition));

    /// <summary>Adds a change of the cluster's verdict.</summary>
    public void AddOfCluster(ServerProcess process, DateTimeOffset at, HealthReason? from, HealthReason to, Failure failure) =>
        Add(new(process, at, new(from, to, HealthTrigger.Gateways, failure)));

    /// <summary>Removes and returns the oldest changes.</summary>
    public IReadOnlyCollection<HealthChange> Take(int most)
    {
        var taken = new List<HealthChange>();
        while (taken.Count < most && _entries.TryDequeue(out var entry))
        {
            taken.Add(ChangeOf(entry));
        }

        return taken;
    }

    /// <summary>Returns the number of changes dropped since the last call.</summary>
    public int TakeDropped() => Interlocked.Exchange(ref _dropped, 0);

    /// <summary>An exception with its stack is large, and is not written.</summary>
    private void Add(in Entry entry)
    {
        var failure = entry.Transition.Failure with { Exception = null };
        _entries.Enqueue(entry with { Transition = entry.Transition with { Failure = failure } });
        if (_entries.Count > Capacity && _entries.TryDequeue(out _))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private HealthChange ChangeOf(in Entry entry)
    {
        var (from, to, trigger, failure, probe) = entry.Transition;
        return new(entry.At, entry.Process, to.ToString(), JsonNamingPolicy.CamelCase.ConvertName(trigger.ToString()))
        {
            Gateway = trigger == HealthTrigger.Gateways ? null : identity.Id,
            From = from?.ToString(),
            Cause = failure.IsNone ? null : FailureCauses.NameOf(failure.Cause),
            Detail = FailureText.Shorten(failure.Detail),
            Probe = probe,
        };
    }

    private readonly record struct Entry(ServerProcess Process, DateTimeOffset At, HealthTransition Transition);
}
