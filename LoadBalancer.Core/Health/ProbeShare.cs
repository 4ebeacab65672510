using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Rendezvous;

namespace LoadBalancer.Core.Health;

/// <summary>
/// Which gateways probe which servers, so that probes do not multiply with gateways: each server is probed by two of
/// them, or by the only one there is, by rendezvous hashing of the server's id over the gateways. When a gateway joins
/// or leaves, only its own servers change hands. Immutable, thread-safe.
/// </summary>
public sealed class ProbeShare
{
    /// <summary>How many gateways probe a server.</summary>
    public const int ProbersPerServer = 2;

    private readonly RendezvousPlacement _gateways;
    private readonly string _self;

    /// <summary>Prepares the share of one gateway.</summary>
    /// <param name="gateways">The gateways that are known to live; this one is added if it is not among them.</param>
    /// <param name="self">This gateway.</param>
    public ProbeShare(IEnumerable<string> gateways, string self)
    {
        _self = self;
        _gateways = RendezvousPlacement.Build(
            gateways.ToImmutableHashSet(StringComparer.Ordinal).Add(self).Select(gateway => new PlacementMember(gateway, 1)));
    }

    /// <summary>Whether this gateway probes a server. O(gateways).</summary>
    public bool Includes(string server)
    {
        Span<ulong> met = stackalloc ulong[CandidateWalk.WordsFor(_gateways.Members.Length)];
        var walk = new CandidateWalk(_gateways, KeyHash.Of(server), met);
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
