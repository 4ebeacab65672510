using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>How frequent a key is in the last five minutes.</summary>
/// <param name="Share">The largest possible share of the requests of that time, 0 to 1.</param>
/// <param name="Trend">How it compares with the last 30 minutes.</param>
internal sealed record HotKeyRecent(double Share, HotKeyTrend Trend)
{
    /// <summary>How much more, or less, frequent a key must be to be rising or falling.</summary>
    private const double Noticeable = 1.25;

    /// <summary>
    /// Compares the counts of a key, which are bounds: it is rising if it is more frequent by a quarter even with the fewest possible
    /// requests in the last five minutes and the most possible in 30, and falling in the opposite case.
    /// </summary>
    /// <param name="key">The key in the last 30 minutes.</param>
    /// <param name="requests">The number of requests in the last 30 minutes.</param>
    /// <param name="recent">The most frequent keys of the last five minutes.</param>
    /// <param name="recentRequests">The number of requests in the last five minutes.</param>
    /// <returns><see langword="null"/> if there was no request in the last five minutes.</returns>
    public static HotKeyRecent? Of(HotKey key, long requests, HotKeySummary recent, long recentRequests)
    {
        if (recentRequests <= 0 || requests <= 0)
        {
            return null;
        }

        var found = recent.Keys.FirstOrDefault(one => one.Hash == key.Hash && string.Equals(one.Key, key.Key, StringComparison.Ordinal));
        var most = (double)Math.Min(recentRequests, found?.Requests ?? recent.Unlisted) / recentRequests;
        var fewest = found is null ? 0 : (double)Math.Max(0, found.Requests - found.Error) / recentRequests;
        var (before, atLeastBefore) = ((double)key.Requests / requests, (double)(key.Requests - key.Error) / requests);
        return new(
            most,
            fewest > before * Noticeable ? HotKeyTrend.Rising
            : most * Noticeable < atLeastBefore ? HotKeyTrend.Falling
            : HotKeyTrend.Steady);
    }
}
