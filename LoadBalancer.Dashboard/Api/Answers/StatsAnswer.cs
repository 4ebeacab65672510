namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>What is observed of the cluster, at most two seconds old.</summary>
/// <param name="At">When the store was read.</param>
/// <param name="Total">Requests since the cluster began, those of servers that have left included: the total of the gateways' <c>/stats</c>.</param>
/// <param name="Responses">What all clients got in the last 30 minutes, those included whose requests came to no server.</param>
/// <param name="Servers">The members, by id.</param>
internal sealed record StatsAnswer(DateTimeOffset At, long Total, ResponsesAnswer Responses, IReadOnlyList<StatsServerAnswer> Servers);
