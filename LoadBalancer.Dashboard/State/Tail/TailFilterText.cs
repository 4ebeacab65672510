using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Dashboard.State.Tail;

/// <summary>The texts for filters that are not possible. Pure functions, thread-safe.</summary>
internal static class TailFilterText
{
    /// <summary>Returns what a parameter must be, in a sentence.</summary>
    /// <param name="name">One of <see cref="TailFilter.Names"/>.</param>
    public static string AllowedOf(string? name) => name switch
    {
        "status" => "The status must be a number from 100 to 599, a class such as 5xx, or failed.",
        "server" or "gateway" => $"The {name} must be a name of 1 to 64 letters, digits, dots, hyphens, and underscores.",
        "key" => $"The key must have at most {TailFilter.LongestKey} characters.",
        _ => "The duration must be a whole number of milliseconds, at most an hour.",
    };
}
