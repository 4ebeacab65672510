using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Tunnels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// Gives each connection an age, with a jitter, so that connections that were opened together do not end together. Thread-safe.
/// </summary>
internal sealed class ConnectionAge(IOptions<LimitsOptions> options, Random random, TimeProvider timeProvider)
{
    /// <summary>The share by which the age of a connection differs from the setting at most.</summary>
    private const double Jitter = 0.1;

    private readonly TimeSpan _age = options.Value.ConnectionAge;
    private readonly TimeSpan _grace = options.Value.ConnectionAgeGrace;

    /// <summary>Whether connections have an age.</summary>
    public bool IsOn => _age > TimeSpan.Zero;

    /// <summary>Returns an age for a connection.</summary>
    public TimeSpan Next() => _age * (1 + (Jitter * ((2 * random.NextDouble()) - 1)));

    /// <summary>Ends a connection when it has reached its age.</summary>
    public void Begin(ConnectionContext connection)
    {
        connection.Features.Set(new TunnelCount());
        var life = new ConnectionLife(connection, Next(), _grace, timeProvider);
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static life => ((ConnectionLife)life).OnHeartbeat(), life);
    }
}
