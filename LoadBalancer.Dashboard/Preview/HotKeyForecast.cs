using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>The effect of a change on a currently frequent key.</summary>
/// <param name="Key">The key with its share of the requests.</param>
/// <param name="ServerBefore">The server that receives it; <see langword="null"/> if there is none, or if the key is truncated.</param>
/// <param name="ServerAfter">The server that receives it afterwards.</param>
internal sealed record HotKeyForecast(HotKeyView Key, ServerId? ServerBefore, ServerId? ServerAfter)
{
    public bool Moves => ServerBefore != ServerAfter;
}
