using System.Net;

namespace LoadBalancer.Proxy.Upstreams;

internal static class ServerProtocolExtensions
{
    public static Version ToVersion(this ServerProtocol protocol) =>
        protocol == ServerProtocol.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;

    /// <summary>
    /// Whether a server can indicate that it did not process a request that it received in full, as with HTTP/2's REFUSED_STREAM and
    /// GOAWAY.
    /// </summary>
    public static bool CanRefuse(this ServerProtocol protocol) => protocol == ServerProtocol.Http2;
}
