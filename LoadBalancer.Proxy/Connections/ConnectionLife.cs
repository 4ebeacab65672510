using LoadBalancer.Proxy.Tunnels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// Ends a client's connection when it has reached its age: first it is asked to close (GOAWAY, or with the next response), then, after a
/// grace period, it is cut. A connection on which there is a tunnel is not cut.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="age">How long it takes requests.</param>
/// <param name="grace">How long requests may be in flight after that; 0 for any time.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class ConnectionLife(ConnectionContext connection, TimeSpan age, TimeSpan grace, TimeProvider timeProvider)
{
    private readonly long _began = timeProvider.GetTimestamp();
    private readonly TunnelCount _tunnels = connection.Features.GetRequiredFeature<TunnelCount>();
    private bool _isClosing;
    private bool _isCut;

    /// <summary>Ends what is due. Called about once a second, by one thread at a time.</summary>
    public void OnHeartbeat()
    {
        var elapsed = timeProvider.GetElapsedTime(_began);
        if (!_isClosing && elapsed > age)
        {
            _isClosing = true;
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }

        if (!_isCut
            && grace > TimeSpan.Zero
            && elapsed > age + grace
            && _tunnels.Open == 0
            && connection.Features.Get<RequestGate>() is not { IsIdle: true })
        {
            // The gate closes a connection without a request, on which one may be in transit.
            _isCut = true;
            connection.Abort(new ConnectionAbortedException("The connection has reached its age."));
        }
    }
}
