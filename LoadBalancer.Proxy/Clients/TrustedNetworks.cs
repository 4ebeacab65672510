using System.Net;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Clients;

/// <summary>A set of trusted networks.</summary>
internal sealed class TrustedNetworks(string[]? networks)
{
    private readonly IPNetwork[] _networks =
        [.. (networks ?? []).Select(text => Networks.TryParse(text, out var network) ? network : throw new FormatException(text))];

    public bool IsEmpty => _networks.Length == 0;

    /// <summary>Returns the canonical text: equal for equal sets, however they were written.</summary>
    public override string ToString() => IsEmpty
        ? "none"
        : string.Join(", ", _networks.Select(network => network.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    public bool Contains(IPAddress address)
    {
        foreach (var network in _networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
