using LoadBalancer.Cluster.Health;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Opens upstream connections within the connect timeout. Thread-safe.</summary>
internal sealed class UpstreamConnector(Dialer dialer, IOptions<ConnectOptions> options, TimeProvider timeProvider)
{
    /// <summary>Opens a connection.</summary>
    public async ValueTask<UpstreamDialResult> ConnectAsync(UpstreamAddress address, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.ConnectTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var dialed = await dialer.DialAsync(address.EndPoint, address.IsSecure ? address.Host : null, either.Token);
        if (dialed is { Socket: { } socket, Stream: { } stream })
        {
            return new(new UpstreamConnection(socket, stream, timeProvider.GetTimestamp()));
        }

        return new(Connection: null, timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested
            ? DialFailure.ConnectionTimeout
            : dialed.Failure);
    }
}
