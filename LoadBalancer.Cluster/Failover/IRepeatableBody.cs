namespace LoadBalancer.Cluster.Failover;

/// <summary>A request's body that can be sent again from its beginning, as long as it is kept.</summary>
internal interface IRepeatableBody
{
    /// <summary>Whether it can still be sent from the beginning. May be asked by any thread.</summary>
    bool IsWhole { get; }

    /// <summary>Whether the client is waited for. May be asked by any thread.</summary>
    bool IsAwaited { get; }

    /// <summary>When the client was waited for last, as a timestamp; 0 if never. May be asked by any thread.</summary>
    long AwaitedUntil { get; }

    /// <summary>The next read begins at the beginning. Only while <see cref="IsWhole"/>.</summary>
    void Rewind();
}
