using System.Collections.Immutable;

namespace LoadBalancer.Registry.Gateways;

/// <summary>
/// How gateways tell each other what they have in flight and what they think of servers. A gateway that falls silent is
/// forgotten after <see cref="GatewayReport.Lifetime"/>. Thread-safe for different gateways; one call at a time for each.
/// </summary>
public interface IGatewayExchange
{
    /// <summary>Tells the others, and learns what they say.</summary>
    /// <param name="report">This gateway's figures.</param>
    /// <param name="interval">How often each gateway calls; what is learnt is at most about two intervals old.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken);

    /// <summary>The last report of each gateway that is not silent, by name. For people to look at: O(gateways × servers).</summary>
    Task<ImmutableArray<GatewayReport>> ReadAsync(CancellationToken cancellationToken);
}
