namespace LoadBalancer.Core.Statistics;

/// <summary>What clients got. Immutable, thread-safe; counts of gateways, intervals and servers add up.</summary>
/// <param name="FromServers">Responses that a server gave and the gateway passed on, also where they broke off.</param>
/// <param name="FromGateway">Responses of the gateway's own: to requests that it refused, or that no server answered.</param>
/// <param name="ClientsLeft">Requests whose client left before a response began.</param>
public readonly record struct ResponseCounts(StatusClasses FromServers, StatusClasses FromGateway, long ClientsLeft)
{
    /// <summary>All responses, whoever gave them.</summary>
    public StatusClasses All => FromServers + FromGateway;

    /// <summary>The requests that these are the ends of.</summary>
    public long Requests => All.Total + ClientsLeft;

    /// <summary>Adds up.</summary>
    public static ResponseCounts operator +(ResponseCounts left, ResponseCounts right) =>
        new(left.FromServers + right.FromServers, left.FromGateway + right.FromGateway, left.ClientsLeft + right.ClientsLeft);

    /// <summary>Adds up any number. O(n).</summary>
    public static ResponseCounts Sum(IEnumerable<ResponseCounts> parts) =>
        parts.Aggregate(default(ResponseCounts), (sum, part) => sum + part);
}
