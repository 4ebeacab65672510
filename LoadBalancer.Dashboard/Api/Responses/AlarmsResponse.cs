using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The conditions that require attention now, the most severe first; none if there is no problem.</summary>
internal sealed record AlarmsResponse(IReadOnlyList<AlarmResponse> Alarms)
{
    public static AlarmsResponse Of(DashboardSnapshot snapshot) => new([.. ClusterAlarms.Of(snapshot).Select(AlarmResponse.Of)]);
}
