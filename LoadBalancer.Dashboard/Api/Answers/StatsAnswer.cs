namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>What is observed of the cluster, at most two seconds old.</summary>
/// <param name="At">When the store was read.</param>
/// <param name="Total">Requests since the cluster began, those of servers that have left included: the total of the gateways' <c>/stats</c>.</param>
/// <param name="Servers">The members, by id.</param>
internal sealed record StatsAnswer(DateTimeOffset At, long Total, IReadOnlyList<StatsServerAnswer> Servers);
