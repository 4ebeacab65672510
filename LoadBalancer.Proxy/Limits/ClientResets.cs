using System.Collections.Concurrent;
using System.Net;
using LoadBalancer.Proxy.Clients;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Counts the reset streams of each client (<see cref="ClientNetwork"/>) over all its HTTP/2 connections, so that a flood cannot evade the
/// limit of one connection by opening many. Trusted proxies are exempt, since theirs carry many clients. Only clients that have reset a
/// stream are stored, for the rest of the window, at most <see cref="MostClients"/> of them. Thread-safe; a stream that is not reset costs
/// nothing.
/// </summary>
internal sealed class ClientResets(IOptions<LimitsOptions> options, TrustedProxies trusted, TimeProvider timeProvider)
{
    public const int MostClients = 1 << 16;

    private readonly int _most = options.Value.Http2.ResetsPerClient;
    private volatile Window _window = new(timeProvider.GetTimestamp());

    /// <summary>Returns the number under which a client is counted; <see langword="null"/> if it is not.</summary>
    public ulong? Identify(IPAddress? client) => _most == 0 ? null : ClientNetwork.Of(client, trusted);

    /// <summary>Whether a client has exceeded the limit in this window.</summary>
    public bool IsOver(ulong client) => Current.Clients.TryGetValue(client, out var tally) && tally.IsOver;

    /// <summary>Counts a stream that was reset.</summary>
    /// <param name="client">The client.</param>
    /// <param name="ended">How many streams of its connection have ended since it was last counted, this one included.</param>
    /// <returns>Whether the client has exceeded the limit.</returns>
    public bool Add(ulong client, int ended)
    {
        var clients = Current.Clients;
        if (clients.TryGetValue(client, out var tally))
        {
            return tally.Add(ended, _most);
        }

        // Counting the entries takes all locks of the dictionary, but only for a client that is new in this window.
        return clients.Count < MostClients && clients.GetOrAdd(client, static _ => new()).Add(ended, _most);
    }

    /// <summary>The window of this time. Two threads may each begin a new one, of which one loses a few counts.</summary>
    private Window Current
    {
        get
        {
            var window = _window;
            if (timeProvider.GetElapsedTime(window.Began) >= StreamResets.Window)
            {
                _window = window = new(timeProvider.GetTimestamp());
            }

            return window;
        }
    }

    private sealed class Window(long began)
    {
        public long Began => began;

        public ConcurrentDictionary<ulong, Tally> Clients { get; } = new();
    }

    private sealed class Tally
    {
        private readonly Lock _lock = new();
        private int _ended;
        private int _reset;
        private volatile bool _isOver;

        public bool IsOver => _isOver;

        public bool Add(int ended, int most)
        {
            lock (_lock)
            {
                _ended += ended;
                _reset++;
                if (_reset > most && _reset * 2 > _ended)
                {
                    _isOver = true;
                }

                return _isOver;
            }
        }
    }
}
