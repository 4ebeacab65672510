namespace LoadBalancer.Cluster.Gateways;

/// <summary>
/// How gateways tell each other what they have in flight and what they think of servers. What a gateway that falls silent has
/// said counts for <see cref="GatewayReport.Lifetime"/>. The gateway itself stays known by its name, as lost, until it reports
/// again, another process reports under its name, an operator forgets it, or <see cref="KnownGateway.Memory"/> is over; each of
/// these changes is one event, whoever notices it. Thread-safe for different gateways; one call at a time for each.
/// </summary>
public interface IGatewayExchange
{
    /// <summary>
    /// Tells the others, and learns what they say. A report with a <see cref="GatewayReport.Status"/> registers the gateway
    /// under its name.
    /// </summary>
    /// <param name="report">This gateway's figures.</param>
    /// <param name="interval">How often each gateway calls; what is learnt is at most about two intervals old.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken);

    /// <summary>Removes a gateway that stops: its report, and its entry unless another process has taken its name.</summary>
    /// <param name="name">Its name among the replicas.</param>
    /// <param name="gateway">Its process, as in its reports.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task LeaveAsync(string name, string gateway, CancellationToken cancellationToken);

    /// <summary>
    /// All gateways, for people to look at: O(gateways × servers). A gateway that is found silent is marked as lost, since the
    /// reader may be the only process left to notice.
    /// </summary>
    /// <param name="by">Who reads: the author of the events.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<GatewayReading> ReadAsync(string by, CancellationToken cancellationToken);

    /// <summary>Removes the entry of a gateway that does not report.</summary>
    /// <param name="name">Its name among the replicas.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ForgetOutcome> ForgetAsync(string name, string by, CancellationToken cancellationToken);
}
