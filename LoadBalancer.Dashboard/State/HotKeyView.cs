using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>A frequent key as it is shown.</summary>
/// <param name="Key">The key and its counts.</param>
/// <param name="Share">Its part of the requests of the last 30 minutes, 0 to 1.</param>
/// <param name="Owner">The server that owns it at present; <see langword="null"/> where there is none.</param>
internal sealed record HotKeyView(HotKey Key, double Share, string? Owner);
