namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The timeouts in effect; <see cref="Never"/> for those that are switched off. See <see cref="TimeoutOptions"/>.</summary>
/// <param name="FirstByte">The maximum time from the end of a request to the beginning of its response.</param>
/// <param name="ResponseIdle">The maximum time without a byte within a response.</param>
/// <param name="RequestIdle">The maximum time without a byte within a request's body.</param>
/// <param name="TunnelIdle">The maximum time without a byte in a tunnel.</param>
internal sealed record Timeouts(TimeSpan FirstByte, TimeSpan ResponseIdle, TimeSpan RequestIdle, TimeSpan TunnelIdle)
{
    /// <summary>Longer than anything lasts.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>Returns how long an exchange may be silent now.</summary>
    /// <param name="hasResponse">Whether the response has begun.</param>
    /// <param name="awaitsBody">Whether more of the request's body is awaited from the client.</param>
    public TimeSpan For(bool hasResponse, bool awaitsBody) => hasResponse ? ResponseIdle : awaitsBody ? RequestIdle : FirstByte;
}
