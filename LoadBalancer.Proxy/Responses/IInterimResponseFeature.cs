namespace LoadBalancer.Proxy.Responses;

/// <summary>Sends interim responses (1xx, RFC 9110 §15.2) on an HTTP/2 stream, which Kestrel cannot. A feature of requests.</summary>
internal interface IInterimResponseFeature
{
    /// <summary>
    /// Sends an interim response. Call before the final response has started, and await each call. Completes when the response has been
    /// written, in order with Kestrel's frames; does nothing if the stream or the connection has ended.
    /// </summary>
    /// <param name="status">100 to 199, except 101, which HTTP/2 does not have (RFC 9113 §8.6).</param>
    /// <param name="fields">The names and values, as Latin-1, which have been filtered for the client.</param>
    ValueTask SendAsync(int status, IReadOnlyList<KeyValuePair<string, string>> fields);
}
