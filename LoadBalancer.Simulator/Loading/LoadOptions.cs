namespace LoadBalancer.Simulator.Loading;

/// <summary>What load to put on whom.</summary>
internal sealed record LoadOptions
{
    public const int DefaultRequests = 1_000;

    public required Uri Url { get; init; }

    /// <summary>How many requests to send, or <see langword="null"/> to go on for <see cref="Duration"/>.</summary>
    public long? Requests { get; init; } = DefaultRequests;

    /// <summary>How many may be in flight.</summary>
    public int Concurrency { get; init; } = DefaultRequests;

    /// <summary>When to begin no more.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// How many to begin each second, whether or not others are answered (open loop); <see langword="null"/>: as fast as answers come
    /// (closed loop).
    /// </summary>
    public double? Rate { get; init; }

    public HttpMethod Method { get; init; } = HttpMethod.Get;

    public byte[]? Body { get; init; }

    /// <summary>The field that carries the key.</summary>
    public string KeyHeader { get; init; } = "X-Request-Id";

    /// <summary>The field of responses that names the server.</summary>
    public string ServerHeader { get; init; } = "X-Server-Id";

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
