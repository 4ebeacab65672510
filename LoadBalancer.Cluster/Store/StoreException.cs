namespace LoadBalancer.Cluster.Store;

/// <summary>
/// The store did not carry out an operation. All implementations of the ports throw this, or a <see cref="TimeoutException"/>, so that no
/// caller needs to know the store's client; any other exception is a fault in this process.
/// </summary>
public sealed class StoreException : Exception
{
    /// <summary>Initializes a new instance for a store that cannot be reached.</summary>
    public StoreException()
        : this("The store cannot be reached.")
    {
    }

    /// <summary>Initializes a new instance for a store that cannot be reached, with a message.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance for a store that cannot be reached, with a message and a cause.</summary>
    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance.</summary>
    /// <param name="condition">The condition of the store.</param>
    /// <param name="message">The store's or its client's own message.</param>
    /// <param name="innerException">The exception of the store's client.</param>
    public StoreException(StoreCondition condition, string message, Exception innerException)
        : base(message, innerException) => Condition = condition;

    /// <summary>The condition of the store.</summary>
    public StoreCondition Condition { get; }
}
