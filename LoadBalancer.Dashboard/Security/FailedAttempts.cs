using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Dashboard.Security;

/// <summary>
/// Counts wrong keys by client address: after <see cref="Most"/> of them within <see cref="Window"/> no key of that client is checked until
/// the window has passed, so that keys cannot be guessed quickly. IPv6 clients count by their /64 network. Bounded in memory. Thread-safe.
/// </summary>
internal sealed class FailedAttempts(TimeProvider timeProvider)
{
    public const int Most = 10;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int MostClients = 10_000;
    private const int NetworkBytes = 8;
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (DateTimeOffset Until, int Count)> _clients = [];

    /// <summary>Returns how long a client must wait, or <see langword="null"/> if it need not.</summary>
    public TimeSpan? WaitOf(IPAddress? client)
    {
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            return _clients.TryGetValue(NetworkOf(client), out var attempts) && attempts.Count >= Most && now < attempts.Until
                ? attempts.Until - now
                : null;
        }
    }

    /// <summary>Records a wrong key of a client.</summary>
    public void Add(IPAddress? client)
    {
        lock (_lock)
        {
            var (network, now) = (NetworkOf(client), timeProvider.GetUtcNow());
            if (!_clients.TryGetValue(network, out var attempts) || now >= attempts.Until)
            {
                MakeRoom(now);
                attempts = (now + Window, 0);
            }

            _clients[network] = attempts with { Count = attempts.Count + 1 };
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_clients.Count < MostClients)
        {
            return;
        }

        foreach (var (client, _) in _clients.Where(entry => now >= entry.Value.Until).ToArray())
        {
            _clients.Remove(client);
        }

        if (_clients.Count >= MostClients)
        {
            _clients.Remove(_clients.MinBy(entry => entry.Value.Until).Key);
        }
    }

    private static IPAddress NetworkOf(IPAddress? client)
    {
        if (client is null)
        {
            return IPAddress.None;
        }

        if (client.IsIPv4MappedToIPv6)
        {
            return client.MapToIPv4();
        }

        if (client.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return client;
        }

        var bytes = client.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new(bytes);
    }
}
