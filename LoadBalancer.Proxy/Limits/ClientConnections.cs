using System.Net;
using System.Runtime.InteropServices;
using LoadBalancer.Proxy.Clients;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Connections by client (<see cref="ClientNetwork"/>). Trusted proxies may have any number: theirs are many clients'. It
/// holds clients that have a connection open and no others, so there are never more than connections. Thread-safe.
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

    /// <summary>Clients that have connections and are counted.</summary>
    public int Clients => _open.Sum(stripe =>
    {
        lock (stripe)
        {
            return stripe.Count;
        }
    });

    /// <summary>Counts a connection unless its client has too many.</summary>
    /// <param name="client">Who; <see langword="null"/> where the connection has no address, as on a Unix socket.</param>
    /// <param name="ticket">To be given back by <see cref="Leave"/>.</param>
    public bool TryEnter(IPAddress? client, out ulong ticket)
    {
        ticket = 0;
        if (_most == 0 || client is null || _trusted.Contains(client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client))
        {
            return true;
        }

        var network = ClientNetwork.Of(client);
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
