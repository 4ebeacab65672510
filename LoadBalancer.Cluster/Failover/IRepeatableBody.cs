namespace LoadBalancer.Cluster.Failover;

/// <summary>A request body that can be sent again from its beginning, as long as it is kept.</summary>
internal interface IRepeatableBody
{
    /// <summary>Whether the body can still be sent from the beginning. Thread-safe.</summary>
    bool IsWhole { get; }

    /// <summary>Whether a read from the client is pending. Thread-safe.</summary>
    bool IsAwaited { get; }

    /// <summary>The timestamp at which the last wait for the client ended; 0 if there was none. Thread-safe.</summary>
    long AwaitedUntil { get; }

    /// <summary>Restarts reading at the beginning. Allowed only while <see cref="IsWhole"/>.</summary>
    void Rewind();
}
