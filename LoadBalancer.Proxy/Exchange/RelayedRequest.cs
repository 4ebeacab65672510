using System.Net;
using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Keys;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// The connection's current request as text, for finding its key. Reused for each request; a span that it returns is valid until the next
/// call. Not thread-safe.
/// </summary>
internal sealed class RelayedRequest(RequestHead head, ClientPeer peer) : IKeyedRequest
{
    private char[] _text = new char[256];

    public ReadOnlySpan<char> Method => TextOf(head.Method);

    public ReadOnlySpan<char> Target => TextOf(head.Target);

    public bool IsSecure => peer.IsSecure;

    public ReadOnlySpan<char> Host => TextOf(head.ValueOf(HeaderKind.Host));

    public ReadOnlySpan<char> Cookies => Join("Cookie", ';');

    public ReadOnlySpan<char> FieldNamed(string name) => Join(name, ',');

    public IPAddress? ClientBy(TrustedProxies trusted) =>
        peer.IsTrusted
            ? ClientAddress.Of(peer.Address, trusted, ValuesOf(HeaderKind.ForwardedFor), ValuesOf(HeaderKind.Forwarded))
            : peer.Address;

    private ReadOnlySpan<char> TextOf(ReadOnlySpan<byte> bytes)
    {
        var length = Append(bytes, 0);
        return _text.AsSpan(0, length);
    }

    private ReadOnlySpan<char> Join(string name, char separator)
    {
        var length = -1;
        foreach (ref readonly var field in head.Fields.All)
        {
            if (!Ascii.EqualsIgnoreCase(head.NameOf(field), name))
            {
                continue;
            }

            if (length >= 0)
            {
                length = Append([(byte)separator], length);
            }

            length = Append(head.ValueOf(field), Math.Max(0, length));
        }

        return _text.AsSpan(0, Math.Max(0, length));
    }

    private int Append(ReadOnlySpan<byte> bytes, int at)
    {
        if (at + bytes.Length > _text.Length)
        {
            Array.Resize(ref _text, (at + bytes.Length) * 2);
        }

        return at + Encoding.Latin1.GetChars(bytes, _text.AsSpan(at));
    }

    private StringValues ValuesOf(HeaderKind kind)
    {
        var values = StringValues.Empty;
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind == kind)
            {
                values = StringValues.Concat(values, Encoding.Latin1.GetString(head.ValueOf(field)));
            }
        }

        return values;
    }
}
