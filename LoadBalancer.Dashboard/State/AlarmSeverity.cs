namespace LoadBalancer.Dashboard.State;

/// <summary>The severity of an alarm.</summary>
internal enum AlarmSeverity
{
    /// <summary>The condition may become worse.</summary>
    Warning,

    /// <summary>Clients are affected, or will be.</summary>
    Critical,
}
