namespace LoadBalancer.Registry.Replicas;

/// <summary>What a launcher says of itself.</summary>
/// <param name="Name">Where it runs: the machine's name and its process id.</param>
/// <param name="Kept">How many servers it keeps running at the moment.</param>
public sealed record LauncherReport(string Name, int Kept)
{
    /// <summary>How long a report counts unless the launcher sends another, 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
}
