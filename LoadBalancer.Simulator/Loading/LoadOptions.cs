namespace LoadBalancer.Simulator.Loading;

/// <summary>The load to generate, and its target.</summary>
internal sealed record LoadOptions
{
    public const int DefaultRequests = 1_000;

    /// <summary>Enough to keep a few servers busy, and few enough that a response time is not mostly the wait for a turn.</summary>
    public const int DefaultConcurrency = 50;

    public required Uri Url { get; init; }

    /// <summary>The number of requests to send, or <see langword="null"/> to send until <see cref="Duration"/> has passed.</summary>
    public long? Requests { get; init; } = DefaultRequests;

    /// <summary>The maximum number of requests in flight.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>The time after which no more requests begin.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// The number of requests to begin each second, regardless of responses (open loop), or <see langword="null"/> to begin one as soon as
    /// another has ended (closed loop).
    /// </summary>
    public double? Rate { get; init; }

    public HttpMethod Method { get; init; } = HttpMethod.Get;

    public byte[]? Body { get; init; }

    /// <summary>The request header that carries the key.</summary>
    public string KeyHeader { get; init; } = "X-Request-Id";

    /// <summary>The response header that names the server.</summary>
    public string ServerHeader { get; init; } = "X-Server-Id";

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
