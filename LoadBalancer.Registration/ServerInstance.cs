namespace LoadBalancer.Registration;

/// <summary>This process among all that ever were the same server.</summary>
internal sealed class ServerInstance
{
    public string Name { get; } = Guid.NewGuid().ToString("N");
}
