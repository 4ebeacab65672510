namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>How long to wait before a resource that ended is started again. Not thread-safe: one per resource.</summary>
internal sealed class RestartBackoff
{
    /// <summary>The delay after the second end in a row; after the first there is none.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    /// <summary>Leaves a server three of the five seconds within which it is replaced for its start.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>A resource that ran for this long has shown that it can: the next delay is none again.</summary>
    public static readonly TimeSpan Proof = TimeSpan.FromSeconds(5);

    private TimeSpan _next = TimeSpan.Zero;

    /// <param name="lived">The time from the start of the resource to its end.</param>
    public TimeSpan NextDelay(TimeSpan lived)
    {
        var delay = lived >= Proof ? TimeSpan.Zero : _next;
        _next = TimeSpan.FromTicks(Math.Clamp(delay.Ticks * 2, First.Ticks, Longest.Ticks));
        return delay;
    }
}
