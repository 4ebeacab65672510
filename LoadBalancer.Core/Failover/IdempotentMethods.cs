namespace LoadBalancer.Core.Failover;

/// <summary>The idempotent methods: repeating a request has the same effect as sending it once (RFC 9110 §9.2.2).</summary>
public static class IdempotentMethods
{
    /// <summary>
    /// Whether a method is idempotent. Methods are case-sensitive (RFC 9110 §9.1); unknown ones are not idempotent. O(1); does not
    /// allocate.
    /// </summary>
    public static bool Contains(string method) => method is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "PUT" or "DELETE";

    /// <summary>Whether a method, given as bytes, is idempotent. O(1); does not allocate.</summary>
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
