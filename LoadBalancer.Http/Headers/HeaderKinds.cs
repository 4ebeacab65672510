using System.Collections.Immutable;
using System.Text;

namespace LoadBalancer.Http.Headers;

/// <summary>Determines the kind of a header from its name. O(1), does not allocate.</summary>
internal static class HeaderKinds
{
    private static readonly ImmutableArray<(string Name, HeaderKind Kind)> Known =
    [
        ("Host", HeaderKind.Host),
        ("Connection", HeaderKind.Connection),
        ("Content-Length", HeaderKind.ContentLength),
        ("Transfer-Encoding", HeaderKind.TransferEncoding),
        ("TE", HeaderKind.Te),
        ("Upgrade", HeaderKind.Upgrade),
        ("Keep-Alive", HeaderKind.HopByHop),
        ("HTTP2-Settings", HeaderKind.HopByHop),
        ("Proxy-Connection", HeaderKind.HopByHop),
        ("Proxy-Authenticate", HeaderKind.HopByHop),
        ("Proxy-Authorization", HeaderKind.HopByHop),
        ("Proxy-Authentication-Info", HeaderKind.HopByHop),
        ("Expect", HeaderKind.Expect),
        ("Max-Forwards", HeaderKind.MaxForwards),
        ("Via", HeaderKind.Via),
        ("Date", HeaderKind.Date),
        ("traceparent", HeaderKind.TraceParent),
        ("tracestate", HeaderKind.TraceState),
        ("Strict-Transport-Security", HeaderKind.StrictTransport),
        ("X-Forwarded-For", HeaderKind.ForwardedFor),
        ("X-Forwarded-Host", HeaderKind.ForwardedHost),
        ("X-Forwarded-Proto", HeaderKind.ForwardedProto),
        ("Forwarded", HeaderKind.Forwarded),
        ("X-Forwarded-Port", HeaderKind.Identity),
        ("X-Forwarded-Prefix", HeaderKind.Identity),
        ("X-Forwarded-Server", HeaderKind.Identity),
        ("X-Forwarded-Scheme", HeaderKind.Identity),
        ("X-Forwarded-Ssl", HeaderKind.Identity),
        ("X-Real-IP", HeaderKind.Identity),
        ("X-Client-IP", HeaderKind.Identity),
        ("True-Client-IP", HeaderKind.Identity),
    ];

    /// <summary>The known names by length, so that a name is compared with few others.</summary>
    private static readonly (byte[] Name, HeaderKind Kind)[][] ByLength =
        [.. Enumerable.Range(0, Known.Max(known => known.Name.Length) + 1).Select(OfLength)];

    /// <summary>
    /// Returns the kind of a header; names are case-insensitive. An underscore counts as a hyphen in the names of headers that identify the
    /// client: servers that convert headers to variables cannot distinguish the two (RFC 3875 §4.1.18).
    /// </summary>
    public static HeaderKind Of(ReadOnlySpan<byte> name)
    {
        if (name.Length >= ByLength.Length)
        {
            return HeaderKind.Other;
        }

        if (!name.Contains((byte)'_'))
        {
            return OfExactly(name);
        }

        Span<byte> hyphenated = stackalloc byte[name.Length];
        name.Replace(hyphenated, (byte)'_', (byte)'-');
        return OfExactly(hyphenated) is var kind && IdentifiesClient(kind) ? HeaderKind.Identity : HeaderKind.Other;
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{byte})" />
    public static HeaderKind Of(string name)
    {
        if (name.Length >= ByLength.Length)
        {
            return HeaderKind.Other;
        }

        Span<byte> bytes = stackalloc byte[name.Length];
        Encoding.ASCII.GetBytes(name, bytes);
        return Of(bytes);
    }

    /// <summary>Whether a header identifies the client, which only the gateway may do.</summary>
    public static bool IdentifiesClient(HeaderKind kind) =>
        kind is HeaderKind.ForwardedFor
            or HeaderKind.ForwardedHost
            or HeaderKind.ForwardedProto
            or HeaderKind.Forwarded
            or HeaderKind.Identity;

    private static HeaderKind OfExactly(ReadOnlySpan<byte> name)
    {
        foreach (var (known, kind) in ByLength[name.Length])
        {
            if (Ascii.EqualsIgnoreCase(name, known))
            {
                return kind;
            }
        }

        return HeaderKind.Other;
    }

    private static (byte[] Name, HeaderKind Kind)[] OfLength(int length) =>
        [.. Known.Where(known => known.Name.Length == length).Select(known => (Encoding.ASCII.GetBytes(known.Name), known.Kind))];
}
