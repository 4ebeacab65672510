using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The addresses of a server's name. Thread-safe; reading takes no lock.</summary>
/// <param name="name">The name.</param>
internal sealed class NameState(string name)
{
    private readonly Lock _lock = new();
    private volatile KnownAddress[] _addresses = [];
    private KnownAddress? _preferred;
    private bool _isForgotten;

    public string Name => name;

    /// <summary>The addresses, in the order in which they are tried; empty before the first resolution.</summary>
    public KnownAddress[] Addresses => _addresses;

    /// <summary>Makes an address the first one, since a connection to it was opened. O(addresses), O(1) if it is the first one.</summary>
    public void Prefer(KnownAddress address)
    {
        if (_addresses is [var first, ..] && first == address)
        {
            return;
        }

        lock (_lock)
        {
            if (_addresses.Contains(address))
            {
                _preferred = address;
                _addresses = [address, .. _addresses.Where(other => other != address)];
            }
        }
    }

    /// <summary>Replaces the addresses. Those that stay keep their object, and the preferred one its place.</summary>
    /// <param name="resolved">The addresses in order of preference (RFC 6724).</param>
    /// <returns>Whether an address is gone, and whether one is new.</returns>
    public (bool IsGone, bool IsNew) Update(IEnumerable<IPAddress> resolved)
    {
        lock (_lock)
        {
            var before = _addresses;
            KnownAddress[] found =
            [
                .. resolved.Distinct().Select(
                    address => Array.Find(before, known => known.Address.Equals(address)) ?? new KnownAddress(address)),
            ];
            _preferred = Array.Find(found, address => address == _preferred);
            _addresses = [.. Interleave(found).OrderBy(address => address == _preferred ? 0 : 1)];
            var gone = before.Except(found).ToArray();
            Array.ForEach(_isForgotten ? found : gone, address => address.Retire());
            return (gone.Length > 0, found.Except(before).Any());
        }
    }

    /// <summary>
    /// Retires all addresses, including those of a resolution that is still under way: no server has the name any more. They stay in
    /// <see cref="Addresses"/> for those who have found the name already.
    /// </summary>
    public void Forget()
    {
        lock (_lock)
        {
            _isForgotten = true;
            Array.ForEach(_addresses, address => address.Retire());
        }
    }

    /// <summary>
    /// Alternates between the address families, beginning with that of the first address (RFC 8305 §4), so that a network that lacks one of
    /// them delays a connection once.
    /// </summary>
    private static IEnumerable<KnownAddress> Interleave(KnownAddress[] addresses)
    {
        var family = addresses.Length > 0 ? addresses[0].Address.AddressFamily : AddressFamily.Unspecified;
        var same = addresses.Where(address => address.Address.AddressFamily == family);
        var other = addresses.Where(address => address.Address.AddressFamily != family);
        return same.Select((address, index) => (Address: address, Place: 2 * index))
            .Concat(other.Select((address, index) => (Address: address, Place: (2 * index) + 1)))
            .OrderBy(placed => placed.Place)
            .Select(placed => placed.Address);
    }
}
