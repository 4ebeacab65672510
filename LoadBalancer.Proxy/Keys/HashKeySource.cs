using System.Diagnostics.CodeAnalysis;

namespace LoadBalancer.Proxy.Keys;

/// <summary>A part of a request that its key may come from.</summary>
/// <param name="Kind">The kind of part.</param>
/// <param name="Name">The name of the header, cookie or query parameter; empty for the others.</param>
internal sealed record HashKeySource(HashKeyKind Kind, string Name)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out HashKeySource? source)
    {
        var (kind, name) = text?.Split(':', 2) switch
        {
            ["path"] => (HashKeyKind.Path, ""),
            ["host"] => (HashKeyKind.Host, ""),
            ["client-ip"] => (HashKeyKind.ClientIp, ""),
            ["header", { Length: > 0 } header] => (HashKeyKind.Header, header),
            ["cookie", { Length: > 0 } cookie] => (HashKeyKind.Cookie, cookie),
            ["query", { Length: > 0 } parameter] => (HashKeyKind.Query, parameter),
            _ => ((HashKeyKind?)null, ""),
        };
        source = kind is { } known ? new(known, name) : null;
        return source is not null;
    }
}
