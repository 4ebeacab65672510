namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>The fields of a line, in the order in which they are written.</summary>
[Flags]
internal enum RequestLogField
{
    None = 0,
    Time = 1 << 0,
    Id = 1 << 1,
    Client = 1 << 2,
    Method = 1 << 3,
    Target = 1 << 4,
    Server = 1 << 5,
    Reason = 1 << 6,
    Tries = 1 << 7,
    Status = 1 << 8,
    Bytes = 1 << 9,
    DurationMs = 1 << 10,
    Gateway = 1 << 11,
    Error = 1 << 12,
    ErrorServer = 1 << 13,
    ErrorDetail = 1 << 14,
}
