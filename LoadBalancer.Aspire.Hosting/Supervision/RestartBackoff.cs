namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>Computes the delay before a resource that has ended is restarted. Not thread-safe: one instance per resource.</summary>
internal sealed class RestartBackoff
{
    /// <summary>The delay after the second end in a row; after the first end there is no delay.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest delay. A server must be replaced within 5 s; this leaves 3 s for its start.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>A resource that has run for this long counts as working: its next restart has no delay.</summary>
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
