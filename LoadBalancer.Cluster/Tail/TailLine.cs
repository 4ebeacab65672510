using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Tail;

/// <summary>
/// A request of the tail: the fields of the request log, and some more. Fields without a value are absent; what comes from clients is text
/// of any characters. Immutable.
/// </summary>
public sealed record TailLine
{
    /// <summary>When the request began, by the gateway's clock.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The header X-Request-Id.</summary>
    public string? Id { get; init; }

    /// <summary>The client's address.</summary>
    public string? Client { get; init; }

    /// <summary>The method.</summary>
    public string? Method { get; init; }

    /// <summary>The target, without its query unless the gateway's settings say otherwise, and cut when it is long.</summary>
    public string? Target { get; init; }

    /// <summary>The last server; absent if the request reached none.</summary>
    public string? Server { get; init; }

    /// <summary>Why that server was selected.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of servers that it was sent to.</summary>
    public int Tries { get; init; }

    /// <summary>The status that the client received; 499 if it left before.</summary>
    public int Status { get; init; }

    /// <summary>The number of body bytes sent to the client.</summary>
    public long Bytes { get; init; }

    /// <summary>How long the request took, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>The gateway.</summary>
    public string? Gateway { get; init; }

    /// <summary>Why it failed, or why an attempt failed that was repeated.</summary>
    public string? Error { get; init; }

    /// <summary>The server that failed.</summary>
    public string? ErrorServer { get; init; }

    /// <summary>What exactly failed, in words.</summary>
    public string? ErrorDetail { get; init; }

    /// <summary>The key; absent if the request has none, cut when it is long.</summary>
    public string? Key { get; init; }

    /// <summary>Whether <see cref="Key"/> is only the beginning.</summary>
    public bool IsKeyCut { get; init; }

    /// <summary>The trace that the request is recorded in: 32 hexadecimal digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>Its attempts, at most four, if it failed, was slow, or was sent to several servers.</summary>
    public ImmutableArray<TailAttempt> Attempts { get; init; } = [];

    /// <summary>The filters that it passes: bit <c>i</c> for the one at index <c>i</c> of <see cref="TailBatch.Filters"/>.</summary>
    public int Passes { get; init; }
}
