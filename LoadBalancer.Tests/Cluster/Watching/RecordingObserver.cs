using System.Collections.Concurrent;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Cluster.Watching;

/// <summary>Records the versions that it is notified of, after it has failed the configured number of times.</summary>
internal sealed class RecordingObserver : IMembershipObserver
{
    private readonly ConcurrentQueue<long> _versions = new();

    public IReadOnlyCollection<long> Versions => _versions;

    public int Failures { get; set; }

    public Task OnChangedAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        if (Failures-- > 0)
        {
            throw new InvalidOperationException("This observer fails.");
        }

        _versions.Enqueue(membership.Version);
        return Task.CompletedTask;
    }
}
