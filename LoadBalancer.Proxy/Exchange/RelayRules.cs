using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Determines whether a request is relayed or left to the framework, which handles everything that is not plain HTTP/1.1 on both sides and
/// everything that the gateway responds to itself. Thread-safe.
/// </summary>
internal sealed class RelayRules(IOptions<RelayOptions> options, IOptions<UpstreamOptions> upstream, ViaHeader via, OwnEndpoints own)
{
    private readonly byte[][] _ownPaths = [.. own.PublicPaths.Select(path => Encoding.ASCII.GetBytes(own.Prefix + path))];

    /// <summary>Whether the relay is enabled.</summary>
    public bool IsOn { get; } = options.Value.Relay && upstream.Value.ServerProtocol == ServerProtocol.Http1;

    /// <summary>Whether requests from a listener are relayed; not if the gateway responds to all of its requests itself.</summary>
    public bool AreFor(Listener? listener) => IsOn && listener is not ({ IsManagement: true } or { RedirectPort: not null });

    /// <summary>Whether a request with a valid head is relayed.</summary>
    public bool Takes(RequestHead head) =>
        IsOn
        && head.IsHttp11
        && (head.Target[0] == '/' || head.IsInAbsoluteForm)
        && !MayBecomeTunnel(head)
        && !IsForGateways(head.Method, head.Fields.Has(HeaderKind.MaxForwards))
        && (!head.Fields.Has(HeaderKind.Expect) || Expects100(head))
        && !(head.Fields.Has(HeaderKind.Via) && HasPassed(head))
        && !IsOwn(head.Path);

    /// <summary>
    /// Whether a request with a valid head asks for an upgrade that is forwarded; any other is a request like those without one. HTTP/2
    /// has tunnels for WebSockets only (RFC 8441).
    /// </summary>
    public bool MayBecomeTunnel(RequestHead head) =>
        UpgradeRequest.MayBecomeTunnel(head)
        && (upstream.Value.ServerProtocol == ServerProtocol.Http1 || UpgradeRequest.IsForWebSocket(head));

    private static bool IsForGateways(ReadOnlySpan<byte> method, bool hasMaxForwards) => method.Length switch
    {
        5 => method.SequenceEqual("TRACE"u8),
        7 => method.SequenceEqual("CONNECT"u8) || (hasMaxForwards && method.SequenceEqual("OPTIONS"u8)),
        _ => false,
    };

    private static bool Expects100(RequestHead head)
    {
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind == HeaderKind.Expect && !Ascii.EqualsIgnoreCase(head.ValueOf(field), "100-continue"u8))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasPassed(RequestHead head)
    {
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind == HeaderKind.Via && head.ValueOf(field).IndexOf(via.PseudonymBytes.Span) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOwn(ReadOnlySpan<byte> path)
    {
        var plain = path.Contains((byte)'%') ? Encoding.Latin1.GetBytes(Uri.UnescapeDataString(Encoding.Latin1.GetString(path))) : path;
        plain = plain.TrimEnd((byte)'/');
        foreach (var ownPath in _ownPaths)
        {
            if (Ascii.EqualsIgnoreCase(plain, ownPath))
            {
                return true;
            }
        }

        return false;
    }
}
