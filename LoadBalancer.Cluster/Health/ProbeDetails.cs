namespace LoadBalancer.Cluster.Health;

/// <summary>What a probe asked for, what it received, and how long this took. Immutable.</summary>
/// <param name="Method">The method of the request, or <see cref="Tcp"/> if the probe only opened a connection.</param>
/// <param name="Url">The URL that was requested; of the server itself if the probe only opened a connection.</param>
/// <param name="Status">The status of the response; <see langword="null"/> if there was none.</param>
/// <param name="Duration">The time from the beginning of the probe to its result.</param>
public sealed record ProbeDetails(string Method, string Url, int? Status, TimeSpan Duration)
{
    /// <summary>In place of a method: the probe only opened a connection.</summary>
    public const string Tcp = "tcp";
}
