using System.Net;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// One address of a server for as long as the server's name has it. Connections hold the object of their address, so that a connection to
/// an address that is gone is recognized without a search. Thread-safe.
/// </summary>
/// <param name="address">The address.</param>
internal sealed class KnownAddress(IPAddress address)
{
    private volatile bool _isGone;

    public IPAddress Address => address;

    /// <summary>Whether the name no longer has the address; this is final.</summary>
    public bool IsGone => _isGone;

    /// <summary>Records that the name no longer has the address.</summary>
    public void Retire() => _isGone = true;

    public override string ToString() => address.ToString();
}
