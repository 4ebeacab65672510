namespace LoadBalancer.Cluster.Membership;

/// <summary>A change lost against concurrent changes each time it was tried; the membership is unchanged by it.</summary>
public sealed class RegistryContentionException : Exception
{
    /// <summary>Makes the exception.</summary>
    public RegistryContentionException()
        : base("Others changed the membership during every attempt; try again.")
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    public RegistryContentionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and a cause.</summary>
    public RegistryContentionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
