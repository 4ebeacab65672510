namespace LoadBalancer.Core.Failover;

/// <summary>The methods whose repetition has the effect of one request (RFC 9110 §9.2.2).</summary>
public static class IdempotentMethods
{
    /// <summary>
    /// Whether a method is one of them. Methods are case-sensitive (RFC 9110 §9.1); unknown ones are not. O(1); allocates nothing.
    /// </summary>
    public static bool Contains(string method) => method is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "PUT" or "DELETE";

    /// <summary>Whether a method is one of them, from its bytes. O(1); allocates nothing.</summary>
    public static bool Contains(ReadOnlySpan<byte> method) => method.Length switch
    {
        3 => method.SequenceEqual("GET"u8) || method.SequenceEqual("PUT"u8),
        4 => method.SequenceEqual("HEAD"u8),
        5 => method.SequenceEqual("TRACE"u8),
        6 => method.SequenceEqual("DELETE"u8),
        7 => method.SequenceEqual("OPTIONS"u8),
        _ => false,
    };
}
