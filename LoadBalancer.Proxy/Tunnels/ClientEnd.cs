using LoadBalancer.Proxy.Runtime;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LoadBalancer.Proxy.Tunnels;

/// <summary>The end of what a tunnel sends to its client.</summary>
internal static class ClientEnd
{
    /// <summary>
    /// Returns what ends it, to be called when everything before it has been flushed: the end of the stream over HTTP/2, otherwise the end
    /// of the connection's sending direction. <see langword="null"/> if the connection has no such end.
    /// </summary>
    public static Func<ValueTask>? Of(HttpContext context) =>
        !HttpProtocol.IsHttp11(context.Request.Protocol) ? () => new(context.Response.CompleteAsync())
        : context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket ? null
        : () => HalfClose.EndSendingAsync(socket, context.Features.Get<ISslStreamFeature>()?.SslStream);
}
