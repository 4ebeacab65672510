namespace LoadBalancer.Http.Headers;

/// <summary>A line of a header or trailer section (RFC 9112 §5).</summary>
internal static class HeaderLine
{
    /// <summary>
    /// Parses a line without its end: the name, immediately followed by a colon, and the value with surrounding white space.
    /// </summary>
    public static MessageError Check(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        name = line[..Math.Max(0, colon)];
        value = HeaderBytes.Trim(line[(colon + 1)..]);
        return !HeaderBytes.IsToken(name) ? MessageError.FieldName
            : !HeaderBytes.IsValue(value) ? MessageError.FieldValue
            : MessageError.None;
    }
}
