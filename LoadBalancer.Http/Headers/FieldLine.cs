namespace LoadBalancer.Http.Headers;

/// <summary>A line of a header or trailer section (RFC 9112 §5).</summary>
internal static class FieldLine
{
    /// <summary>Reads a line without its end: name, colon at once, value with white space around it.</summary>
    public static Refusal Check(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        name = line[..Math.Max(0, colon)];
        value = FieldBytes.Trim(line[(colon + 1)..]);
        return !FieldBytes.IsToken(name) ? Refusal.FieldName
            : !FieldBytes.IsValue(value) ? Refusal.FieldValue
            : Refusal.None;
    }
}
