namespace LoadBalancer.Core.Statistics;

/// <summary>The responses that clients received. Immutable, thread-safe; counts of gateways, intervals, and servers can be added.</summary>
/// <param name="FromServers">Responses of servers that the gateway forwarded, including those that broke off.</param>
/// <param name="FromGateway">The gateway's own responses, to requests that it rejected or that no server responded to.</param>
/// <param name="ClientsLeft">Requests whose client disconnected before a response began.</param>
public readonly record struct ResponseCounts(StatusClasses FromServers, StatusClasses FromGateway, long ClientsLeft)
{
    /// <summary>All responses, of servers and of the gateway.</summary>
    public StatusClasses All => FromServers + FromGateway;

    /// <summary>The number of requests with one of these results.</summary>
    public long Requests => All.Total + ClientsLeft;

    /// <summary>Adds two counts.</summary>
    public static ResponseCounts operator +(ResponseCounts left, ResponseCounts right) =>
        new(left.FromServers + right.FromServers, left.FromGateway + right.FromGateway, left.ClientsLeft + right.ClientsLeft);

    /// <summary>Adds any number of counts. O(n).</summary>
    public static ResponseCounts Sum(IEnumerable<ResponseCounts> parts) =>
        parts.Aggregate(default(ResponseCounts), (sum, part) => sum + part);
}
