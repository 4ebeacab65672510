using System.Net;
using LoadBalancer.Proxy.Clients;

namespace LoadBalancer.Proxy.Keys;

/// <summary>
/// The parts of a request that its key may come from, and that are logged. Text is represented as its bytes, one character for each.
/// </summary>
internal interface IKeyedRequest
{
    /// <summary>The method.</summary>
    ReadOnlySpan<char> Method { get; }

    /// <summary>The target.</summary>
    ReadOnlySpan<char> Target { get; }

    /// <summary>Whether the scheme is <c>https</c>.</summary>
    bool IsSecure { get; }

    /// <summary>The host that the request is for.</summary>
    ReadOnlySpan<char> Host { get; }

    /// <summary>Returns the values of a header, joined with commas; empty if it is absent.</summary>
    ReadOnlySpan<char> FieldNamed(string name);

    /// <summary>All cookies, joined with semicolons.</summary>
    ReadOnlySpan<char> Cookies { get; }

    /// <summary>Returns the client's address, with forwarding headers accepted from trusted proxies only.</summary>
    IPAddress? ClientBy(TrustedProxies trusted);
}
