using System.Net.Security;
using LoadBalancer.Cluster.Health;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Opens upstream connections within the connect timeout. Thread-safe.</summary>
internal sealed class UpstreamConnector(Dialer dialer, IOptions<ConnectOptions> options, TimeProvider timeProvider)
{
    /// <summary>Opens a connection.</summary>
    public async ValueTask<UpstreamDialResult> ConnectAsync(UpstreamAddress address, CancellationToken cancellationToken)
    {
        var dialed = await dialer.DialAsync(
            address.EndPoint, address.IsSecure ? SslApplicationProtocol.Http11 : null, options.Value.ConnectTimeout, cancellationToken);
        return dialed is { Socket: { } socket, Stream: { } stream }
            ? new(new UpstreamConnection(socket, stream, timeProvider.GetTimestamp()))
            : new(Connection: null, dialed.Failure);
    }
}
