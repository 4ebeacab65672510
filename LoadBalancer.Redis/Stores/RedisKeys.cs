using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The names of a cluster's keys in Redis. The braces are Redis Cluster's hash tag: all keys of a cluster share one slot, so that
/// transactions may span them.
/// </summary>
internal sealed class RedisKeys(ClusterName cluster)
{
    private readonly string _prefix = $"lb:{{{cluster}}}:v1:";

    /// <summary>
    /// Hash: <c>epoch</c>, <c>version</c>, <c>algorithm</c> if the cluster has one, <c>continues</c> if a lost membership was written back,
    /// and <c>server:ID</c> for each record.
    /// </summary>
    public RedisKey Members => _prefix + "members";

    /// <summary>String: a new value after each change, whatever its version. Builds that predate it leave it unchanged.</summary>
    public RedisKey Revision => _prefix + "members:revision";

    /// <summary>Channel: the new version after each change.</summary>
    public RedisChannel Changed => RedisChannel.Literal(_prefix + "changed");

    /// <summary>Exists while a sweep for expired leases is recent.</summary>
    public RedisKey Sweep => _prefix + "sweep";

    /// <summary>Never exists: the key of a write without an effect.</summary>
    public RedisKey Probe => _prefix + "probe";

    /// <summary>Hash that expires: <c>turn</c>, and <c>server:ID</c> for each server that was observed without its lease.</summary>
    public RedisKey LeaseMarks => _prefix + "sweep:missing";

    /// <summary>Hash: <c>ID:requests</c>, <c>ID:failures</c> since the cluster began.</summary>
    public RedisKey Totals => _prefix + "counters";

    /// <summary>Set: the gateways that have reported; silent ones are removed.</summary>
    public RedisKey Gateways => _prefix + "gateways";

    /// <summary>Hash: the gateways that have registered and not left, by name.</summary>
    public RedisKey KnownGateways => _prefix + "gateways:known";

    /// <summary>Exists while a sum of the reports is recent.</summary>
    public RedisKey SumTurn => _prefix + "gateways:turn";

    /// <summary>String that expires: the sum of all gateways' reports.</summary>
    public RedisKey Sum => _prefix + "gateways:sum";

    /// <summary>String: the servers that were published as unhealthy.</summary>
    public RedisKey Verdicts => _prefix + "verdicts";

    /// <summary>List: the latest events, the last one first.</summary>
    public RedisKey Events => _prefix + "events";

    /// <summary>Sorted set by time: the changes made by people.</summary>
    public RedisKey Changes => _prefix + "changes";

    /// <summary>String: the number of servers that the orchestrator should keep running.</summary>
    public RedisKey WantedReplicas => _prefix + "replicas:wanted";

    /// <summary>String that expires: the orchestrator's report.</summary>
    public RedisKey Orchestrator => _prefix + "replicas:orchestrator";

    /// <summary>Set that expires: the dashboards at which somebody looks at requests.</summary>
    public RedisKey TailWanted => _prefix + "tail:wanted";

    /// <summary>Channel: the requests that somebody looks at.</summary>
    public RedisChannel Tail => RedisChannel.Literal(_prefix + "tail");

    /// <summary>String that expires: the requests that are looked at from a dashboard.</summary>
    public RedisKey TailWish(string viewer) => _prefix + "tail:wanted:" + viewer;

    /// <summary>String that expires: a gateway's status, for display.</summary>
    public RedisKey Status(GatewayProcess gateway) => _prefix + "gateways:status:" + gateway.Value;

    /// <summary>String that expires: a gateway's requests in flight and health votes.</summary>
    public RedisKey Report(GatewayProcess gateway) => _prefix + "gateways:report:" + gateway.Value;

    /// <summary>
    /// Hash: the last check of each process that was written in one minute, encoded by <see cref="Cluster.Checks.CheckCodec"/>; expires.
    /// </summary>
    public RedisKey Checks(long minute) => _prefix + "checks:" + minute.ToString(CultureInfo.InvariantCulture);

    /// <summary>List that expires: the latest changes of the verdicts on a server, the last one first.</summary>
    public RedisKey Health(ServerId id) => _prefix + "health:" + id.Value;

    /// <summary>String that expires: the instance that holds a server's lease.</summary>
    public RedisKey Lease(ServerId id) => _prefix + "lease:" + id.Value;

    /// <summary>Hash like <see cref="Totals"/> with the counts of one source and the <c>sequence</c> of its last batch; expires.</summary>
    public RedisKey Source(GatewayProcess source) => _prefix + "counters:source:" + source.Value;

    /// <summary>
    /// Hash: the statistics of each source for one interval, encoded by <see cref="Cluster.Statistics.StatisticsCodec"/>; expires.
    /// </summary>
    public RedisKey Statistics(long index) => _prefix + "statistics:" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Hash: the latency of whole requests of each source for one interval, encoded by
    /// <see cref="Cluster.Statistics.RequestLatencyCodec"/>; expires.
    /// </summary>
    public RedisKey RequestLatency(long index) => _prefix + "latency:" + index.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Hash: the causes of failures and rejections of each source that had any in one interval, encoded by
    /// <see cref="Cluster.Statistics.CauseCodec"/>; expires.
    /// </summary>
    public RedisKey Causes(long index) => _prefix + "causes:" + index.ToString(CultureInfo.InvariantCulture);
}
