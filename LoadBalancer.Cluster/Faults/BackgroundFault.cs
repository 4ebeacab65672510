namespace LoadBalancer.Cluster.Faults;

/// <summary>
/// A failure of a background loop that is not an outage of the store: an error in this process, or something that a person must correct.
/// The loop continues. Immutable.
/// </summary>
/// <param name="Loop">The loop, by the name of its class, as in the log.</param>
/// <param name="Text">The latest failure in one line of at most 240 characters: the exception's type and message.</param>
/// <param name="Since">When it occurred first.</param>
/// <param name="At">When it occurred last.</param>
/// <param name="Count">How often it has occurred, at least once.</param>
public sealed record BackgroundFault(string Loop, string Text, DateTimeOffset Since, DateTimeOffset At, long Count);
