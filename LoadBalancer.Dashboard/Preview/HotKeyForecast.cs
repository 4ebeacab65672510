using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>What a change means for a key that is frequent at present.</summary>
/// <param name="Key">The key, its share of the requests.</param>
/// <param name="OwnerBefore">Its owner; <see langword="null"/> where there is none, or only its beginning is known.</param>
/// <param name="OwnerAfter">Its owner afterwards.</param>
internal sealed record HotKeyForecast(HotKeyView Key, string? OwnerBefore, string? OwnerAfter)
{
    public bool Moves => !string.Equals(OwnerBefore, OwnerAfter, StringComparison.Ordinal);
}
