using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State.Weights;

/// <summary>
/// The part of the requests that each server should have received by the weights of the time, and the part that it received, over the time
/// in which the weights are known. Immutable, thread-safe.
/// </summary>
internal sealed class ExpectedShares
{
    private readonly Dictionary<ServerId, double> _expected;
    private readonly Dictionary<ServerId, double> _actual;
    private readonly double _requests;

    private ExpectedShares(DateTimeOffset? knownSince, Dictionary<ServerId, double> expected, Dictionary<ServerId, double> actual)
    {
        KnownSince = knownSince;
        _expected = expected;
        _actual = actual;
        _requests = actual.Values.Sum();
    }

    /// <summary>Since when the weights are known; <see langword="null"/> if they are known for all requests of the timeline.</summary>
    public DateTimeOffset? KnownSince { get; }

    /// <summary>Whether any requests were sent while the weights were known.</summary>
    public bool IsKnown => _requests > 0;

    /// <summary>The sum of the shares of all servers: 1 unless there was a time in which no server should have received requests.</summary>
    public double Total => _requests > 0 ? _expected.Values.Sum() / _requests : 0;

    /// <summary>Returns the share that a server should have received, 0 to 1.</summary>
    public double Of(ServerId server) => _requests > 0 ? _expected.GetValueOrDefault(server) / _requests : 0;

    /// <summary>Returns the share that a server received, 0 to 1.</summary>
    public double ActualOf(ServerId server) => _requests > 0 ? _actual.GetValueOrDefault(server) / _requests : 0;

    /// <summary>
    /// Returns the shares of a snapshot. O(intervals × servers), but intervals with the same weights in a row are multiplied only once.
    /// </summary>
    public static ExpectedShares Of(DashboardSnapshot snapshot)
    {
        var (timeline, weights) = (snapshot.Timeline, snapshot.Weights);
        var expected = new Dictionary<ServerId, double>();
        var actual = new double[timeline.Slots.Count];
        var (pending, requests) = (default(WeightShares), 0.0);
        var (isAnyUnknown, first) = (false, -1);
        for (var i = 0; i < timeline.Intervals.Length; i++)
        {
            var sent = (double)timeline.Intervals[i].Gateways.Sum(gateway => gateway.Servers.Requests);
            if (i >= weights.Length || weights[i] is not { } shares)
            {
                isAnyUnknown |= sent > 0;
                continue;
            }

            first = first < 0 ? i : first;
            timeline.Intervals[i].Servers.AddRequestsTo(actual, 1);
            if (!ReferenceEquals(shares, pending))
            {
                pending?.AddTo(expected, requests);
                (pending, requests) = (shares, 0);
            }

            requests += sent;
        }

        pending?.AddTo(expected, requests);
        return new(
            isAnyUnknown ? timeline.First + (timeline.Interval * (first < 0 ? timeline.Intervals.Length : first)) : null,
            expected,
            timeline.Servers.ToDictionary(server => server, server => actual[timeline.Slots[server]]));
    }
}
