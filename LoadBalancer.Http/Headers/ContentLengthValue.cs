namespace LoadBalancer.Http.Headers;

/// <summary>
/// Parses the value of <c>Content-Length</c>: digits only (RFC 9110 §8.6). A list of equal lengths, which a recipient may accept, is
/// malformed here, for requests and responses alike.
/// </summary>
internal static class ContentLengthValue
{
    /// <summary>The maximum number of digits with which every number fits 64 bits.</summary>
    private const int MostDigits = 18;

    /// <summary>Parses a length. O(n), does not allocate.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out long length)
    {
        length = 0;
        if (value.IsEmpty || value.Length > MostDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        foreach (var digit in value)
        {
            length = (length * 10) + (digit - '0');
        }

        return true;
    }
}
