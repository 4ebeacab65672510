using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Watching;

namespace LoadBalancer.Dashboard.State;

/// <summary>Determines the alarms for what the dashboard itself cannot do. Pure functions, thread-safe.</summary>
internal static class DashboardAlarms
{
    /// <summary>Returns the alarm for Redis; <see langword="null"/> while it is reachable and accepts writes.</summary>
    /// <param name="connection">Whether it is.</param>
    /// <param name="isRead">Whether it responded in time when it was read last.</param>
    public static ClusterAlarm? OfStore(RegistryConnectionSnapshot connection, bool isRead = true) => connection switch
    {
        { IsConnected: true } when isRead => null,
        { IsConnected: true } => Warning("Redis does not respond.", Meaning("responds"), since: null),
        { IsNotWritable: true } => Warning(
            "Redis is connected but has accepted no writes", Meaning("accepts writes"), connection.Since),
        { WasReached: false } => Warning(
            "Redis has not been reached", "Check ConnectionStrings:redis in the dashboard’s settings.", connection.Since),
        _ => Warning("Redis has been unreachable", Meaning("is back"), connection.Since),
    };

    /// <summary>Returns the alarm for work in the background of the dashboard.</summary>
    public static ClusterAlarm? OfFault(BackgroundFault? fault) => fault is null ? null : new(
        AlarmKind.Fault,
        AlarmSeverity.Critical,
        "The dashboard has had a fault in background work",
        $"{fault.Loop}: {fault.Text} The log has the stack trace.")
    {
        Since = fault.Since,
    };

    private static string Meaning(string end) =>
        $"Gateways keep serving from their last snapshots; changes are disabled until Redis {end}.";

    private static ClusterAlarm Warning(string title, string text, DateTimeOffset? since) =>
        new(AlarmKind.Store, AlarmSeverity.Warning, title, text) { Since = since };
}
