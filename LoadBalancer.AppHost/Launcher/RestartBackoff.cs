namespace LoadBalancer.AppHost.Launcher;

/// <summary>How long to wait before a dead child is started again. Not thread-safe: one per child.</summary>
internal sealed class RestartBackoff
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    /// <summary>Leaves a child three of the five seconds within which it has to be replaced for starting up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>A child that lived this long has proved that it can run.</summary>
    public static readonly TimeSpan Proof = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;

    /// <param name="lived">Time from the child's start to its death.</param>
    public TimeSpan NextDelay(TimeSpan lived)
    {
        var delay = lived >= Proof ? First : _next;
        _next = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, Longest.Ticks));

        return delay;
    }
}
