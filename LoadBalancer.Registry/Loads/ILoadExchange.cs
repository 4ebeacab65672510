using System.Collections.Immutable;

namespace LoadBalancer.Registry.Loads;

/// <summary>
/// How gateways tell each other what they have in flight. A gateway that falls silent is forgotten after
/// <see cref="LoadReport.Lifetime"/>. Thread-safe for different gateways; one call at a time for each.
/// </summary>
public interface ILoadExchange
{
    /// <summary>Tells the others what this gateway has in flight, and learns what they have.</summary>
    /// <param name="report">This gateway's figures.</param>
    /// <param name="interval">How often each gateway calls; what is learnt is at most about two intervals old.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>In flight from all other gateways together, by server id; servers without are left out.</returns>
    Task<ImmutableDictionary<string, int>> ExchangeAsync(LoadReport report, TimeSpan interval, CancellationToken cancellationToken);
}
