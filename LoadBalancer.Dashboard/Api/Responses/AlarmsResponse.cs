using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The conditions that require attention now, the most severe first; none if there is no problem.</summary>
/// <param name="Alarms">The alarms.</param>
/// <param name="ReadAt">
/// When the cluster was read: less than two seconds ago, unless one of the alarms is of kind <c>store</c>, or a <c>fault</c> of the
/// dashboard. Absent if it has not been read yet.
/// </param>
internal sealed record AlarmsResponse(IReadOnlyList<AlarmResponse> Alarms, DateTimeOffset? ReadAt)
{
    /// <summary>Returns what the pages show.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="isRead">Whether Redis responded in time when it was read last.</param>
    public static AlarmsResponse Of(ClusterView view, bool isRead) =>
        new([.. ClusterAlarms.Of(view, isRead).Select(AlarmResponse.Of)], view.Current?.At);
}
