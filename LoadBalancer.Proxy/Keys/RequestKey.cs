using LoadBalancer.Core.Keys;
using LoadBalancer.Proxy.Clients;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Keys;

/// <summary>
/// A request's key: the text of the first configured source whose value in the request is not empty. A header that occurs several times
/// counts as its values joined with commas. Hosts, paths and addresses in equivalent forms are one key; see <see cref="KeyText"/>. A
/// request without a key is placed at random.
/// </summary>
internal sealed class RequestKey
{
    private readonly HashKeySource[] _sources;
    private readonly TrustedProxies _trusted;

    public RequestKey(IOptions<KeyOptions> options, TrustedProxies trusted)
    {
        _trusted = trusted;
        _sources = HashKeySource.ParseAll(options.Value.HashKey!);
    }

    /// <summary>The length of the buffer that <see cref="TryRead"/> needs.</summary>
    public const int BufferLength = KeyText.AddressLength;

    /// <summary>Returns a random hash for a request without a key.</summary>
    public static ulong AnyHash() => (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);

    /// <summary>Reads the key's text. Does not allocate if the request contains it contiguously.</summary>
    /// <param name="request">The request.</param>
    /// <param name="buffer">The buffer for a key that has to be formatted.</param>
    /// <param name="key">The key, in the request or in the buffer.</param>
    /// <returns><see langword="false"/> if the request has no key.</returns>
    public bool TryRead<TRequest>(TRequest request, Span<char> buffer, out ReadOnlySpan<char> key)
        where TRequest : IKeyedRequest
    {
        foreach (var source in _sources)
        {
            key = Read(request, source, buffer);
            if (!key.IsEmpty)
            {
                return true;
            }
        }

        key = [];
        return false;
    }

    private ReadOnlySpan<char> Read<TRequest>(TRequest request, HashKeySource source, Span<char> buffer)
        where TRequest : IKeyedRequest => source.Kind switch
        {
            HashKeyKind.Header => HeaderText.Of(request.FieldNamed(source.Name)),
            HashKeyKind.Cookie => HeaderText.Of(CookieText.Find(request.Cookies, source.Name)),
            HashKeyKind.Query => QueryText.Find(request.Target, source.Name),
            HashKeyKind.Path => KeyText.OfPath(request.Target),
            HashKeyKind.Host => KeyText.OfHost(request.Host, request.IsSecure),
            _ => request.ClientBy(_trusted) is { } client ? KeyText.OfAddress(client, source.Prefix, buffer) : [],
        };
}
