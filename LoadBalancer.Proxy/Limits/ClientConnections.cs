using System.Net;
using System.Runtime.InteropServices;
using LoadBalancer.Proxy.Clients;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Counts connections by client (<see cref="ClientNetwork"/>). Trusted proxies may have any number, since theirs carry many clients. Only
/// clients with an open connection are stored, so there are never more entries than connections. Thread-safe.
/// </summary>
internal sealed class ClientConnections
{
    private const int Stripes = 64;

    private readonly int _most;
    private readonly TrustedProxies _trusted;
    private readonly Dictionary<ulong, int>[] _open = new Dictionary<ulong, int>[Stripes];

    public ClientConnections(IOptions<LimitsOptions> options, TrustedProxies trusted)
    {
        _most = options.Value.ConnectionsPerClient;
        _trusted = trusted;
        for (var i = 0; i < Stripes; i++)
        {
            _open[i] = [];
        }
    }

    /// <summary>The number of clients with counted connections.</summary>
    public int Clients => _open.Sum(stripe =>
    {
        lock (stripe)
        {
            return stripe.Count;
        }
    });

    /// <summary>Counts a connection unless its client has reached the limit.</summary>
    /// <param name="client">The client's address; <see langword="null"/> if the connection has none, as on a Unix socket.</param>
    /// <param name="ticket">The ticket to pass to <see cref="Leave"/>.</param>
    public bool TryEnter(IPAddress? client, out ulong ticket)
    {
        ticket = 0;
        if (_most == 0 || ClientNetwork.Of(client, _trusted) is not { } network)
        {
            return true;
        }

        var stripe = StripeOf(network);
        lock (stripe)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(stripe, network, out _);
            if (count >= _most)
            {
                return false;
            }

            count++;
        }

        ticket = network;
        return true;
    }

    public void Leave(ulong ticket)
    {
        if (ticket == 0)
        {
            return;
        }

        var stripe = StripeOf(ticket);
        lock (stripe)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(stripe, ticket) == 0)
            {
                stripe.Remove(ticket);
            }
        }
    }

    private Dictionary<ulong, int> StripeOf(ulong network) => _open[(network ^ (network >> 32)) % Stripes];
}
