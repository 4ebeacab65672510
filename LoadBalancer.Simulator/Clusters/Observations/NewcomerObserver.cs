using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>
/// Compares the requests that new servers get in the first tenth of their slow start with the share that their weights deserve.
/// </summary>
internal sealed class NewcomerObserver(VirtualTime time, SettingsSection settings)
{
    private const int Steps = 10;
    private static readonly TimeSpan WithoutSlowStart = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ServerId, (double Part, DateTimeOffset Until)> _newcomers = [];
    private double _deserved;
    private long _got;

    /// <summary>
    /// The requests that new servers get, relative to what they deserve; <see langword="null"/> if no server joined a serving cluster, or
    /// too few requests arrived to judge.
    /// </summary>
    public double? Share => _deserved >= 1 ? _got / _deserved : null;

    public void Follow(MembershipSnapshot before, MembershipSnapshot after)
    {
        var total = after.Servers.Sum(server => (double)server.Weight);
        var eldest = after.Servers.Select(server => server.Since).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        foreach (var difference in MembershipDifference.Between(before, after))
        {
            if (difference.After is { } joined
                && joined.Since != difference.Before?.Since
                && joined.Since - eldest >= settings.SlowStart
                && joined.Since > eldest)
            {
                _newcomers[joined.Id] = (joined.Weight / total, time.Now
                    + (settings.SlowStart > TimeSpan.Zero ? settings.SlowStart / Steps : WithoutSlowStart));
            }
        }
    }

    /// <summary>Counts a request whose first attempt is on the given server.</summary>
    public void Count(ServerId server)
    {
        if (_newcomers.Count == 0)
        {
            return;
        }

        foreach (var (id, (part, until)) in _newcomers.ToArray())
        {
            if (time.Now >= until)
            {
                _newcomers.Remove(id);
                continue;
            }

            _deserved += part;
            _got += id == server ? 1 : 0;
        }
    }
}
