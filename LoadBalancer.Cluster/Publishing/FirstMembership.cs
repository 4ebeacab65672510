using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>
/// Lets the gateway listen once it knows its servers: until then all that it could answer is 503. Without the registry it listens all the
/// same, after a while. Hosted behind the watcher of the membership, and before the server, which the host starts last.
/// </summary>
internal sealed class FirstMembership(TimeProvider timeProvider) : IMembershipObserver, IHostedService
{
    /// <summary>Longer than a connection to the registry takes that comes about, and short for one that does not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task OnChangedAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        _known.TrySetResult();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(_known.Task, Task.Delay(Longest, timeProvider, cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
