using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A request that has ended: the fields of the request log, and more. Text of clients may have any characters.</summary>
/// <param name="Time">When it began, by the gateway's clock.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Status">The status that the client received; 499 if it left before.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Bytes">The number of body bytes sent to the client.</param>
/// <param name="Tries">The number of servers that it was sent to.</param>
internal sealed record RequestResponse(DateTimeOffset Time, string Gateway, int Status, double DurationMs, long Bytes, int Tries)
{
    /// <summary>The method.</summary>
    public string? Method { get; init; }

    /// <summary>The target, without its query unless Gateway:Tail:Query says otherwise.</summary>
    public string? Target { get; init; }

    /// <summary>The last server; absent if it reached none.</summary>
    public string? Server { get; init; }

    /// <summary>Why that server was selected.</summary>
    public string? Reason { get; init; }

    /// <summary>The key; absent if it has none, cut when it is long.</summary>
    public string? Key { get; init; }

    /// <summary>The header X-Request-Id.</summary>
    public string? Id { get; init; }

    /// <summary>The client's address; absent if Gateway:Tail:Client forbids it.</summary>
    public string? Client { get; init; }

    /// <summary>Why it failed, or why an attempt failed that was repeated.</summary>
    public string? Error { get; init; }

    /// <summary>The server that failed.</summary>
    public string? ErrorServer { get; init; }

    /// <summary>What exactly failed, in words.</summary>
    public string? ErrorDetail { get; init; }

    /// <summary>The trace that it is recorded in.</summary>
    public string? TraceId { get; init; }

    /// <summary>Its attempts, at most four: the first ones and the last one. Absent unless it failed, was slow, or was repeated.</summary>
    public IReadOnlyList<AttemptResponse>? Attempts { get; init; }

    public static RequestResponse Of(TailLine line) => new(
        line.Time, line.Gateway ?? "", line.Status, line.DurationMs, line.Bytes, line.Tries)
    {
        Method = line.Method,
        Target = line.Target,
        Server = line.Server,
        Reason = line.Reason,
        Key = line.Key,
        Id = line.Id,
        Client = line.Client,
        Error = line.Error,
        ErrorServer = line.ErrorServer,
        ErrorDetail = line.ErrorDetail,
        TraceId = line.TraceId,
        Attempts = line.Attempts.IsEmpty ? null : [.. line.Attempts.Select(AttemptResponse.Of)],
    };
}
