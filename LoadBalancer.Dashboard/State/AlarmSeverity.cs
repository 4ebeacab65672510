namespace LoadBalancer.Dashboard.State;

/// <summary>How bad it is.</summary>
internal enum AlarmSeverity
{
    /// <summary>It may become worse.</summary>
    Warning,

    /// <summary>Clients notice, or will.</summary>
    Critical,
}
