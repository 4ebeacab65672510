using System.Buffers.Binary;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>
/// The ids of a trace that begins here and is not recorded. A server that receives them does not record the trace either; without them it
/// would begin its own trace. The default value represents no trace.
/// </summary>
internal readonly record struct UnrecordedTrace
{
    private const int TraceIdLength = 16;
    private const int SpanIdLength = 8;

    private readonly UInt128 _trace;
    private readonly ulong _span;

    private UnrecordedTrace(UInt128 trace, ulong span)
    {
        _trace = trace;
        _span = span;
    }

    /// <summary>Whether there is no trace.</summary>
    public bool IsNone => _span == 0;

    /// <summary>Creates a trace with new random ids.</summary>
    public static UnrecordedTrace Begin()
    {
        Span<byte> bytes = stackalloc byte[TraceIdLength + SpanIdLength];
        Random.Shared.NextBytes(bytes);

        // An id of all zeros is not valid.
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes) | 1, BinaryPrimitives.ReadUInt64BigEndian(bytes[TraceIdLength..]) | 1);
    }

    /// <summary>Writes the value of <c>traceparent</c>, whose length is <see cref="TraceHeaders.ParentLength"/>.</summary>
    public void Write(Span<byte> value)
    {
        Span<byte> bytes = stackalloc byte[TraceIdLength + SpanIdLength];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _trace);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[TraceIdLength..], _span);
        "00-00000000000000000000000000000000-0000000000000000-00"u8.CopyTo(value);
        _ = Convert.TryToHexStringLower(bytes[..TraceIdLength], value[3..], out _);
        _ = Convert.TryToHexStringLower(bytes[TraceIdLength..], value[36..], out _);
    }
}
