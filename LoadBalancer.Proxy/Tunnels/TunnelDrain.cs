namespace LoadBalancer.Proxy.Tunnels;

/// <summary>
/// Ends tunnels evenly over the time of a drain, including those that open meanwhile, since a request that was in flight may become one.
/// Not thread-safe.
/// </summary>
/// <param name="tunnels">All open tunnels.</param>
/// <param name="timeout">The time of the drain.</param>
/// <param name="reason">Why the tunnels are ended.</param>
internal sealed class TunnelDrain(OpenTunnels tunnels, TimeSpan timeout, TunnelEnd reason)
{
    /// <summary>The largest number of tunnels that were open at once.</summary>
    public int Most { get; private set; }

    /// <summary>How many were ended.</summary>
    public int Ended { get; private set; }

    /// <summary>Ends the tunnels that are due.</summary>
    /// <param name="open">Those that are open.</param>
    /// <param name="elapsed">The time since the drain began.</param>
    public void Step(IReadOnlyCollection<Tunnel> open, TimeSpan elapsed)
    {
        Most = Math.Max(Most, open.Count);
        Ended += tunnels.EndAllBut(open, TunnelShares.Within(timeout, Most).MayRemain(elapsed), reason);
    }
}
