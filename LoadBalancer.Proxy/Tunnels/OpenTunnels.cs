using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Tunnels;

/// <summary>All open tunnels of this gateway, and the number of those that it has ended. Thread-safe.</summary>
internal sealed class OpenTunnels(Timeouts timeouts, TimeProvider timeProvider)
{
    public static readonly ImmutableArray<TunnelEnd> Reasons = [.. Enum.GetValues<TunnelEnd>()];

    private readonly ConcurrentDictionary<Tunnel, bool> _open = new();
    private readonly long[] _ended = new long[Reasons.Length];
    private int _count;

    /// <summary>The number of open tunnels, including those that are being ended.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Returns the open tunnels. O(tunnels).</summary>
    public IEnumerable<Tunnel> All => _open.Select(entry => entry.Key);

    /// <summary>Returns how many tunnels the gateway has begun to end for a reason.</summary>
    public long EndedFor(TunnelEnd reason) => Interlocked.Read(ref _ended[(int)reason]);

    /// <summary>Adds a tunnel; <see cref="Remove"/> removes it when it has ended.</summary>
    /// <param name="server">The server at the other end.</param>
    /// <param name="stream">The client's side.</param>
    /// <param name="isWebSocket">Whether the tunnel is a WebSocket.</param>
    /// <param name="cut">Ends the tunnel at once. Thread-safe; may be called more than once.</param>
    public Tunnel Add(Server server, TunnelStream stream, bool isWebSocket, Action cut)
    {
        var tunnel = new Tunnel(server, stream, isWebSocket, cut, timeProvider);
        _open.TryAdd(tunnel, value: true);
        Interlocked.Increment(ref _count);
        return tunnel;
    }

    public void Remove(Tunnel tunnel)
    {
        if (_open.TryRemove(tunnel, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Ends a tunnel that has been silent or closing for too long. Called about once a second for each tunnel.</summary>
    public void Check(Tunnel tunnel)
    {
        if (tunnel.Idle > timeouts.TunnelIdle)
        {
            End(tunnel, TunnelEnd.Idle);
        }

        tunnel.CheckClose();
    }

    /// <summary>Ends tunnels until only a number of them remains, not counting those that are already being ended.</summary>
    /// <param name="tunnels">The tunnels.</param>
    /// <param name="mayRemain">How many may remain.</param>
    /// <param name="reason">Why they are ended.</param>
    /// <returns>How many this call has begun to end.</returns>
    public int EndAllBut(IEnumerable<Tunnel> tunnels, int mayRemain, TunnelEnd reason) =>
        tunnels.Where(tunnel => !tunnel.IsEnding).Skip(mayRemain).Count(tunnel => End(tunnel, reason));

    private bool End(Tunnel tunnel, TunnelEnd reason)
    {
        var isEnded = tunnel.TryEnd();
        if (isEnded)
        {
            Interlocked.Increment(ref _ended[(int)reason]);
        }

        return isEnded;
    }
}
