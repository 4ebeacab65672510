using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>A frequent key as shown.</summary>
/// <param name="Key">The key and its counts.</param>
/// <param name="Share">Its share of the requests of the last 30 minutes, 0 to 1.</param>
/// <param name="Owner">The server that currently owns it; <see langword="null"/> if there is none.</param>
internal sealed record HotKeyView(HotKey Key, double Share, ServerId? Owner);
