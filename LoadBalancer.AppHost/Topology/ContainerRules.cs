namespace LoadBalancer.AppHost.Topology;

/// <summary>How the projects run in containers, whoever writes the file that says so.</summary>
internal static class ContainerRules
{
    /// <summary>User and group: anyone but root; the one that .NET's images bring.</summary>
    public const int User = 1654;

    /// <summary>Longer than draining takes: Registration:DrainDelay + DrainTimeout are 32 s by default, a gateway's requests in flight 30 s.</summary>
    public const int StopSeconds = 45;

    /// <summary>How long a gateway that is told to stop goes on accepting, until nobody routes to it any more.</summary>
    public const int LeadSeconds = 5;

    /// <summary>What every project listens on in its container, where ports need no privilege.</summary>
    public const int Port = 8080;

    public const string HealthPath = "/healthcheck";

    /// <summary>The program as its own probe: there may be no shell in its image.</summary>
    public static string[] Healthcheck(Project project) => ["CMD", "dotnet", $"/app/LoadBalancer.{project}.dll", "--healthcheck"];
}
