namespace LoadBalancer.Dashboard.State;

/// <summary>Something that somebody should look at, wherever on the page they are.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Text">What it means.</param>
internal sealed record ClusterAlarm(AlarmSeverity Severity, string Title, string Text);
