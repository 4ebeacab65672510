namespace LoadBalancer.Registration;

/// <summary>Identifies this process among all processes with the same server id.</summary>
internal sealed class ServerInstance
{
    public string Name { get; } = Guid.NewGuid().ToString("N");
}
