using System.Net;
using LoadBalancer.Proxy.Clients;

namespace LoadBalancer.Proxy.Keys;

/// <summary>
/// The parts of a request that its key may come from, and that are logged of it. Text is as its bytes came, one character for each.
/// </summary>
internal interface IKeyedRequest
{
    /// <summary>The method.</summary>
    ReadOnlySpan<char> Method { get; }

    /// <summary>The target.</summary>
    ReadOnlySpan<char> Target { get; }

    /// <summary>Whom the request is for.</summary>
    ReadOnlySpan<char> Host { get; }

    /// <summary>The values of a field, joined with commas; empty where there is none.</summary>
    ReadOnlySpan<char> FieldNamed(string name);

    /// <summary>All cookies, joined with semicolons.</summary>
    ReadOnlySpan<char> Cookies { get; }

    /// <summary>The address that it comes from, as far as that can be believed.</summary>
    IPAddress? ClientBy(TrustedProxies trusted);
}
