using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>
/// Requests that ask to switch to another protocol (RFC 9110 §7.8), which a recipient may ignore. An upgrade is forwarded, whatever its
/// protocol, except to HTTP itself and to TLS: the requests that follow would pass the gateway unseen.
/// </summary>
internal static class UpgradeRequest
{
    private const byte Slash = (byte)'/';

    /// <summary>
    /// Whether a request asks for an upgrade that is forwarded. One with a body does not: its end would have to be awaited first. HTTP/1.0
    /// has no upgrades.
    /// </summary>
    public static bool MayBecomeTunnel(RequestHead head) =>
        head.IsHttp11
        && head.Fields.Has(HeaderKind.Upgrade)
        && head.Fields.Has(HeaderKind.Connection)
        && !head.IsChunked
        && head.ContentLength == 0
        && HasElement(head, HeaderKind.Connection, static option => Ascii.EqualsIgnoreCase(option, "upgrade"u8))
        && HasElement(head, HeaderKind.Upgrade, IsForwarded);

    /// <summary>Whether a request asks for nothing but a WebSocket.</summary>
    public static bool IsForWebSocket(RequestHead head) => Ascii.EqualsIgnoreCase(head.ValueOf(HeaderKind.Upgrade), "websocket"u8);

    /// <summary>Whether a protocol, such as <c>websocket</c> or <c>SPDY/3.1</c>, is forwarded.</summary>
    public static bool IsForwarded(ReadOnlySpan<byte> protocol)
    {
        var slash = protocol.IndexOf(Slash);
        var name = slash < 0 ? protocol : protocol[..slash];
        return HeaderBytes.IsToken(name)
            && (slash < 0 || HeaderBytes.IsToken(protocol[(slash + 1)..]))
            && !Ascii.EqualsIgnoreCase(name, "h2c"u8)
            && !Ascii.EqualsIgnoreCase(name, "h2"u8)
            && !Ascii.EqualsIgnoreCase(name, "HTTP"u8)
            && !Ascii.EqualsIgnoreCase(name, "TLS"u8);
    }

    private static bool HasElement(RequestHead head, HeaderKind kind, Func<ReadOnlySpan<byte>, bool> isIt)
    {
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind != kind)
            {
                continue;
            }

            var value = head.ValueOf(field);
            foreach (var range in value.Split((byte)','))
            {
                if (isIt(HeaderBytes.Trim(value[range])))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
