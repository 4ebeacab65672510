using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>
/// Delays listening until the gateway knows its servers, since until then it could respond only with 503. If Redis is unreachable, it
/// listens anyway after a short delay. Must be hosted after the watcher of the membership, and before the server, which the host
/// starts last.
/// </summary>
internal sealed class FirstMembership(TimeProvider timeProvider) : IMembershipObserver, IHostedService
{
    /// <summary>The maximum delay: longer than a successful connection to Redis takes, but short if there is none.</summary>
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
