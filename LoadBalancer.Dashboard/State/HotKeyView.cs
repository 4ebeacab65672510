using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>A frequent key as shown.</summary>
/// <param name="Key">The key and its counts.</param>
/// <param name="Share">Its share of the requests of the last 30 minutes, 0 to 1.</param>
/// <param name="Owner">The server that currently owns it; <see langword="null"/> if there is none.</param>
internal sealed record HotKeyView(HotKey Key, double Share, ServerId? Owner)
{
    /// <summary>How frequent it is in the last five minutes; <see langword="null"/> if there was no request.</summary>
    public HotKeyRecent? Recent { get; init; }

    /// <summary>Whether the key is as in the requests, so that it can be looked up: a longer one is truncated.</summary>
    public bool IsWhole => Key.Key.Length < HotKey.LongestText;
}
