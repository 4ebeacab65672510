using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LoadBalancer.Core.Keys;

namespace LoadBalancer.Proxy.Keys;

/// <summary>A part of a request that its key may come from.</summary>
/// <param name="Kind">The kind of part.</param>
/// <param name="Name">The name of the header, cookie or query parameter; empty for the others.</param>
internal sealed record HashKeySource(HashKeyKind Kind, string Name)
{
    private const string ClientIp = "client-ip";

    /// <summary>The prefix length up to which IPv6 addresses of clients are one key.</summary>
    public int Prefix { get; private init; } = KeyText.DefaultPrefix;

    /// <summary>
    /// Returns the canonical text: sources with the same text read the same key. The names of headers and query parameters are
    /// case-insensitive.
    /// </summary>
    public override string ToString() => Kind switch
    {
        HashKeyKind.Header => $"header:{Name.ToLowerInvariant()}",
        HashKeyKind.Cookie => $"cookie:{Name}",
        HashKeyKind.Query => $"query:{Name.ToLowerInvariant()}",
        HashKeyKind.Path => "path",
        HashKeyKind.Host => "host",
        _ => Prefix == KeyText.DefaultPrefix ? ClientIp : string.Create(CultureInfo.InvariantCulture, $"{ClientIp}/{Prefix}"),
    };

    public static bool TryParse(string? text, [NotNullWhen(true)] out HashKeySource? source)
    {
        var (kind, name) = text?.Split(':', 2) switch
        {
            ["path"] => (HashKeyKind.Path, ""),
            ["host"] => (HashKeyKind.Host, ""),
            ["header", { Length: > 0 } header] => (HashKeyKind.Header, header),
            ["cookie", { Length: > 0 } cookie] => (HashKeyKind.Cookie, cookie),
            ["query", { Length: > 0 } parameter] => (HashKeyKind.Query, parameter),
            _ => ((HashKeyKind?)null, ""),
        };
        source = kind is { } known ? new(known, name) : TryParseClient(text);
        return source is not null;
    }

    /// <summary>Parses sources that were validated.</summary>
    public static HashKeySource[] ParseAll(IEnumerable<string> texts) =>
        [.. texts.Select(text => TryParse(text, out var source) ? source : throw new FormatException(text))];

    private static HashKeySource? TryParseClient(string? text) => text?.Split('/', 2) switch
    {
        [ClientIp] => new(HashKeyKind.ClientIp, ""),
        [ClientIp, var length] when int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            && prefix is > 0 and <= KeyText.WholeAddress => new(HashKeyKind.ClientIp, "") { Prefix = prefix },
        _ => null,
    };
}
