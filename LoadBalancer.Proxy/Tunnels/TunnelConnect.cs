using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Tunnels;

/// <summary>An extended CONNECT (RFC 8441) that opens a tunnel in an HTTP/2 stream.</summary>
/// <param name="inner">The request.</param>
/// <param name="open">Returns the client's side of the tunnel for the client's stream.</param>
internal sealed class TunnelConnect(IHttpExtendedConnectFeature inner, Func<Stream, Stream> open) : IHttpExtendedConnectFeature
{
    public bool IsExtendedConnect => inner.IsExtendedConnect;

    public string? Protocol => inner.Protocol;

    public async ValueTask<Stream> AcceptAsync() => open(await inner.AcceptAsync());
}
