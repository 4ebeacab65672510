namespace LoadBalancer.Http.Headers;

/// <summary>
/// The value of <c>Content-Length</c>: digits only (RFC 9110 §8.6). A list of equal lengths, which a recipient may accept, is malformed
/// here, for requests and responses alike.
/// </summary>
internal static class ContentLengthValue
{
    /// <summary>Any number of so many digits fits 64 bits.</summary>
    private const int MostDigits = 18;

    /// <summary>Reads a length. O(n), allocates nothing.</summary>
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
