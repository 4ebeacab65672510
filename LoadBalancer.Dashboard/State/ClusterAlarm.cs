namespace LoadBalancer.Dashboard.State;

/// <summary>A condition that requires attention, shown on every page.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Severity">The severity.</param>
/// <param name="Title">The condition, in a few words.</param>
/// <param name="Text">The consequences.</param>
internal sealed record ClusterAlarm(AlarmKind Kind, AlarmSeverity Severity, string Title, string Text)
{
    /// <summary>
    /// Since when the condition exists, to complete <see cref="Title"/>; <see langword="null"/> if the title is complete.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether it is what happened at <see cref="Since"/>; otherwise it has lasted since then.</summary>
    public bool IsEvent { get; init; }
}
