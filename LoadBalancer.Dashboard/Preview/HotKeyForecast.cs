using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>What a change means for a key that is frequent at present.</summary>
/// <param name="Key">The key, its share of the requests.</param>
/// <param name="ServerBefore">The server that gets it; <see langword="null"/> where there is none, or only its beginning is known.</param>
/// <param name="ServerAfter">The server that gets it afterwards.</param>
internal sealed record HotKeyForecast(HotKeyView Key, string? ServerBefore, string? ServerAfter)
{
    public bool Moves => !string.Equals(ServerBefore, ServerAfter, StringComparison.Ordinal);
}
