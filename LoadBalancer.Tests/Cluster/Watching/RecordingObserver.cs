using System.Collections.Concurrent;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Cluster.Watching;

/// <summary>Remembers the versions that it was told of; fails as often as it is told to.</summary>
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
