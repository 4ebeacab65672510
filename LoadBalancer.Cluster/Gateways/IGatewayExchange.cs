using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>
/// Exchanges the requests in flight and the health verdicts of gateways. The report of a gateway that falls silent counts for
/// <see cref="GatewayReport.Lifetime"/>. The gateway itself stays listed by its name, as lost, until it reports again, another process
/// reports under its name, an operator removes it, or <see cref="KnownGateway.Memory"/> has passed; each of these changes is one event,
/// whichever process notices it. Thread-safe for different gateways; one call at a time for each.
/// </summary>
public interface IGatewayExchange
{
    /// <summary>
    /// Sends a report, and returns the sum of the others' reports. A report with a <see cref="GatewayReport.Status"/> registers the gateway
    /// under its name.
    /// </summary>
    /// <param name="report">The report of this gateway.</param>
    /// <param name="interval">How often each gateway calls; the returned sum is at most about two intervals old.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken);

    /// <summary>Removes a gateway that shuts down: its report, and its entry unless another process has taken its name.</summary>
    /// <param name="name">The gateway's name among the replicas.</param>
    /// <param name="gateway">The gateway's process, as in its reports.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task LeaveAsync(GatewayId name, GatewayProcess gateway, CancellationToken cancellationToken);

    /// <summary>
    /// Reads all gateways, for display: O(gateways × servers). A silent gateway is marked as lost, since the reader may be the only process
    /// left to notice.
    /// </summary>
    /// <param name="by">The reader, as the author of the events.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<GatewayReading> ReadAsync(string by, CancellationToken cancellationToken);

    /// <summary>Removes the entry of a gateway that does not report.</summary>
    /// <param name="name">The gateway's name among the replicas.</param>
    /// <param name="by">The author of the change.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ForgetOutcome> ForgetAsync(GatewayId name, string by, CancellationToken cancellationToken);
}
