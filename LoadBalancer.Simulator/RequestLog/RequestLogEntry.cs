namespace LoadBalancer.Simulator.RequestLog;

/// <summary>
/// One line of a gateway's request log, <c>logs/requests.log</c>: a JSON object in UTF-8 on one line, ended by LF. This
/// type is the format; <c>docs/simulator.md</c> has it as a table. A field that does not apply, or that the gateway was told
/// to leave out, is absent; unknown fields are skipped; names are as here in camel case, and case-sensitive.
/// </summary>
internal sealed record RequestLogEntry
{
    /// <summary><c>time</c>: when the request's head had been read, UTC, ISO 8601 with a Z: <c>2026-01-01T12:00:00.123Z</c>.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary><c>id</c>: its <c>X-Request-Id</c> as the client sent it; absent without one.</summary>
    public string? Id { get; init; }

    /// <summary><c>client</c>: the client's address without a port, after the rules for trusted proxies.</summary>
    public string? Client { get; init; }

    /// <summary><c>method</c>, as received.</summary>
    public string? Method { get; init; }

    /// <summary><c>target</c>: the request target byte for byte; bytes that are not UTF-8 as U+FFFD.</summary>
    public string? Target { get; init; }

    /// <summary><c>server</c>: the id of the server that it was sent to last; absent if it was sent nowhere.</summary>
    public string? Server { get; init; }

    /// <summary>
    /// <c>reason</c>: why that one, a name of <see cref="Core.Selection.SelectionReason"/>: <c>Owner</c>, <c>OwnerUnhealthy</c> …
    /// </summary>
    public string? Reason { get; init; }

    /// <summary><c>tries</c>: how many servers it was sent to; 0 or more.</summary>
    public int? Tries { get; init; }

    /// <summary><c>status</c>: the status of the response that the client got; 499 if the client left before one began.</summary>
    public int? Status { get; init; }

    /// <summary><c>bytes</c>: length of the body that was sent to the client.</summary>
    public long? Bytes { get; init; }

    /// <summary><c>durationMs</c>: milliseconds from <see cref="Time"/> to the end of the response, with up to three decimals.</summary>
    public double? DurationMs { get; init; }

    /// <summary><c>gateway</c>: the gateway's <c>Gateway:Id</c>.</summary>
    public string? Gateway { get; init; }
}
