namespace LoadBalancer.Cluster.Membership;

/// <summary>A change lost to concurrent changes at each attempt; it has not changed the membership.</summary>
public sealed class RegistryContentionException : Exception
{
    /// <summary>Initializes a new instance.</summary>
    public RegistryContentionException()
        : base("Concurrent changes won each attempt for 30 s. Try again.")
    {
    }

    /// <summary>Initializes a new instance with a message.</summary>
    public RegistryContentionException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance with a message and a cause.</summary>
    public RegistryContentionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
