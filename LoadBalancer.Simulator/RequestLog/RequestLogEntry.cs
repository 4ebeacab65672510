namespace LoadBalancer.Simulator.RequestLog;

/// <summary>
/// One line of a gateway's request log, <c>logs/requests.log</c>: a JSON object in UTF-8 on one line, terminated by LF. This type defines
/// the format; <c>docs/simulator.md</c> describes it in a table. A field that does not apply, or that the gateway is configured to omit, is
/// absent; unknown fields are skipped. Names are the camel-case form of the properties, and are case-sensitive.
/// </summary>
internal sealed record RequestLogEntry
{
    /// <summary>The status of a request whose client disconnected before a response began.</summary>
    public const int ClientLeft = 499;

    private const int LeastClientError = 400;
    private const int LeastServerError = 500;

    /// <summary>Whether the client received a status of 500 or more.</summary>
    public bool IsServerError => Status >= LeastServerError;

    /// <summary>Whether the client received a status of 400 to 498.</summary>
    public bool IsClientError => Status is >= LeastClientError and < ClientLeft;

    /// <summary>
    /// <c>time</c>: when the head of the request had been read, in UTC, as ISO 8601 with a Z: <c>2026-01-01T12:00:00.123Z</c>.
    /// </summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary><c>id</c>: the <c>X-Request-Id</c> that the client sent; absent if it sent none.</summary>
    public string? Id { get; init; }

    /// <summary><c>client</c>: the client's address without the port, according to the rules for trusted proxies.</summary>
    public string? Client { get; init; }

    /// <summary><c>method</c>: the method, as received.</summary>
    public string? Method { get; init; }

    /// <summary><c>target</c>: the request target, byte for byte; bytes that are not UTF-8 become U+FFFD.</summary>
    public string? Target { get; init; }

    /// <summary><c>server</c>: the id of the server of the last attempt; absent if the request was not sent to any server.</summary>
    public string? Server { get; init; }

    /// <summary>
    /// <c>reason</c>: why that server was selected, a name of <see cref="Core.Selection.SelectionReason"/>: <c>Owner</c>,
    /// <c>OwnerUnhealthy</c> …
    /// </summary>
    public string? Reason { get; init; }

    /// <summary><c>tries</c>: the number of attempts, that is, of servers that the request was sent to; 0 or more.</summary>
    public int? Tries { get; init; }

    /// <summary><c>status</c>: the status of the response to the client; 499 if the client left before the response began.</summary>
    public int? Status { get; init; }

    /// <summary><c>bytes</c>: the length of the body that was sent to the client.</summary>
    public long? Bytes { get; init; }

    /// <summary><c>durationMs</c>: milliseconds from <see cref="Time"/> to the end of the response, with up to three decimals.</summary>
    public double? DurationMs { get; init; }

    /// <summary><c>gateway</c>: the gateway's <c>Gateway:Id</c>.</summary>
    public string? Gateway { get; init; }

    /// <summary>
    /// <c>error</c>: the cause of the last attempt that failed, or why the gateway responded itself; absent if nothing went wrong.
    /// </summary>
    public string? Error { get; init; }

    /// <summary><c>errorServer</c>: the server of that attempt; absent if no attempt on a server failed.</summary>
    public string? ErrorServer { get; init; }
}
