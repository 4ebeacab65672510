using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Rendezvous;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Core.Health;

/// <summary>
/// Distributes the probes of servers over gateways, so that probes do not multiply with the number of gateways: each server is probed by
/// two of them, or by the only one, by rendezvous hashing of the server's id over the gateways. When a gateway joins or leaves, only its
/// own servers are reassigned. Immutable, thread-safe.
/// </summary>
public sealed class ProbeShare
{
    /// <summary>The number of gateways that probe a server.</summary>
    public const int ProbersPerServer = 2;

    private readonly RendezvousPlacement _gateways;
    private readonly string _self;

    /// <summary>Prepares the share of one gateway.</summary>
    /// <param name="gateways">The gateways that are known to be alive; this one is added if it is missing.</param>
    /// <param name="self">This gateway.</param>
    public ProbeShare(IEnumerable<GatewayProcess> gateways, GatewayProcess self)
    {
        _self = self.Value;
        _gateways = RendezvousPlacement.Build(
            gateways.ToImmutableHashSet().Add(self).Select(gateway => new PlacementMember(gateway.Value, 1)));
    }

    /// <summary>Whether this gateway probes a server. O(gateways).</summary>
    public bool Includes(ServerId server)
    {
        Span<ulong> met = stackalloc ulong[CandidateWalk.WordsFor(_gateways.Members.Length)];
        var walk = new CandidateWalk(_gateways, KeyHash.Of(server.Value), met);
        while (walk.Count < ProbersPerServer && walk.MoveNext())
        {
            if (string.Equals(_gateways.Members[walk.Current].Id, _self, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
