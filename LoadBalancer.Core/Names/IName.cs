namespace LoadBalancer.Core.Names;

/// <summary>
/// A name with a type of its own, so that the compiler does not accept the name of one thing where that of another is expected. Names are
/// compared by ordinal; the default value is the empty name. Immutable, thread-safe.
/// </summary>
/// <typeparam name="TSelf">The type of the name.</typeparam>
public interface IName<TSelf> : IEquatable<TSelf>
    where TSelf : struct, IName<TSelf>
{
    /// <summary>The name as text, for Redis, JSON, logs, metrics, and pages; never <see langword="null"/>.</summary>
    string Value { get; }

    /// <summary>Creates the name from its text. Does not check it.</summary>
    static abstract TSelf Create(string value);
}
