using System.Collections.Immutable;
using System.Text;

namespace LoadBalancer.Http.Headers;

/// <summary>Tells fields apart by their names. O(1), allocates nothing.</summary>
internal static class FieldKinds
{
    private static readonly ImmutableArray<(string Name, FieldKind Kind)> Known =
    [
        ("Host", FieldKind.Host),
        ("Connection", FieldKind.Connection),
        ("Content-Length", FieldKind.ContentLength),
        ("Transfer-Encoding", FieldKind.TransferEncoding),
        ("TE", FieldKind.Te),
        ("Upgrade", FieldKind.Upgrade),
        ("Keep-Alive", FieldKind.OneHop),
        ("Proxy-Connection", FieldKind.OneHop),
        ("Proxy-Authenticate", FieldKind.OneHop),
        ("Proxy-Authorization", FieldKind.OneHop),
        ("Proxy-Authentication-Info", FieldKind.OneHop),
        ("Expect", FieldKind.Expect),
        ("Max-Forwards", FieldKind.MaxForwards),
        ("Via", FieldKind.Via),
        ("Date", FieldKind.Date),
        ("traceparent", FieldKind.TraceParent),
        ("tracestate", FieldKind.TraceState),
        ("Strict-Transport-Security", FieldKind.StrictTransport),
        ("X-Forwarded-For", FieldKind.ForwardedFor),
        ("X-Forwarded-Host", FieldKind.ForwardedHost),
        ("X-Forwarded-Proto", FieldKind.ForwardedProto),
        ("Forwarded", FieldKind.Forwarded),
        ("X-Forwarded-Port", FieldKind.Identity),
        ("X-Forwarded-Prefix", FieldKind.Identity),
        ("X-Forwarded-Server", FieldKind.Identity),
        ("X-Forwarded-Scheme", FieldKind.Identity),
        ("X-Forwarded-Ssl", FieldKind.Identity),
        ("X-Real-IP", FieldKind.Identity),
        ("X-Client-IP", FieldKind.Identity),
        ("True-Client-IP", FieldKind.Identity),
    ];

    /// <summary>The known names by their lengths: a name is compared with few others.</summary>
    private static readonly (byte[] Name, FieldKind Kind)[][] ByLength =
        [.. Enumerable.Range(0, Known.Max(known => known.Name.Length) + 1).Select(OfLength)];

    /// <summary>The names of fields by which proxies tell who the client is.</summary>
    public static ImmutableArray<string> OfIdentity { get; } = [.. Known.Where(known => TellsClient(known.Kind)).Select(known => known.Name)];

    /// <summary>
    /// What a field of this name is; its case does not matter. An underscore counts as a hyphen in the names by which a client
    /// would pass for another: servers that put fields into variables cannot tell these apart (RFC 3875 §4.1.18).
    /// </summary>
    public static FieldKind Of(ReadOnlySpan<byte> name)
    {
        if (name.Length >= ByLength.Length)
        {
            return FieldKind.Other;
        }

        if (!name.Contains((byte)'_'))
        {
            return OfExactly(name);
        }

        Span<byte> hyphenated = stackalloc byte[name.Length];
        name.Replace(hyphenated, (byte)'_', (byte)'-');
        return OfExactly(hyphenated) is var kind && TellsClient(kind) ? FieldKind.Identity : FieldKind.Other;
    }

    /// <summary>Whether a field tells who the client is: the gateway's to say.</summary>
    public static bool TellsClient(FieldKind kind) =>
        kind is FieldKind.ForwardedFor or FieldKind.ForwardedHost or FieldKind.ForwardedProto or FieldKind.Forwarded or FieldKind.Identity;

    private static FieldKind OfExactly(ReadOnlySpan<byte> name)
    {
        foreach (var (known, kind) in ByLength[name.Length])
        {
            if (Ascii.EqualsIgnoreCase(name, known))
            {
                return kind;
            }
        }

        return FieldKind.Other;
    }

    private static (byte[] Name, FieldKind Kind)[] OfLength(int length) =>
        [.. Known.Where(known => known.Name.Length == length).Select(known => (Encoding.ASCII.GetBytes(known.Name), known.Kind))];
}
