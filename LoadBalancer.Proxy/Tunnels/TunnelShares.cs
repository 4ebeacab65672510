namespace LoadBalancer.Proxy.Tunnels;

/// <summary>
/// Spreads the ends of tunnels evenly over a period, so that their clients do not all connect again at the same moment. Immutable.
/// </summary>
/// <param name="count">The number of tunnels at the beginning.</param>
/// <param name="period">The time after which none remains open; 0 ends all at once.</param>
internal readonly struct TunnelShares(int count, TimeSpan period)
{
    /// <summary>
    /// Returns shares of a drain that ends after a time. The last tunnels are ended <see cref="Tunnel.ClosingTime"/> before, so that they
    /// can complete their close, but not before half of the time has passed.
    /// </summary>
    public static TunnelShares Within(TimeSpan drainTimeout, int count) =>
        new(count, drainTimeout > 2 * Tunnel.ClosingTime ? drainTimeout - Tunnel.ClosingTime : drainTimeout / 2);

    /// <summary>Returns how many tunnels may still be open after a time since the beginning.</summary>
    public int MayRemain(TimeSpan elapsed) =>
        elapsed >= period ? 0 : (int)Math.Ceiling((double)count * (period - elapsed).Ticks / period.Ticks);
}
