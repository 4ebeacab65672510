namespace LoadBalancer.Tests.Deployment;

/// <summary>How the processes run in containers: what compose.yaml, deploy/kubernetes and the Dockerfile have in common.</summary>
internal static class ContainerRules
{
    /// <summary>User and group: anyone but root; the one that .NET's images bring.</summary>
    public const int User = 1654;

    /// <summary>
    /// Longer than draining takes: Registration:DrainDelay + DrainTimeout are 32 s by default, a gateway's requests in flight 30 s.
    /// </summary>
    public const int StopSeconds = 45;

    /// <summary>How long a gateway that is told to stop goes on accepting, until nobody routes to it any more.</summary>
    public const int LeadSeconds = 5;

    /// <summary>What every process listens on in its container, where ports need no privilege.</summary>
    public const int Port = 8080;

    public const string HealthPath = "/healthcheck";
}
