using System.Collections.Immutable;
using LoadBalancer.Core.Hashing.Rendezvous;

namespace LoadBalancer.Core.Hashing;

/// <summary>
/// Determines the server of a key if some servers take no requests: its first candidate that takes them. Not thread-safe.
/// </summary>
public sealed class FirstTaker
{
    private readonly IPlacement _placement;
    private readonly ImmutableArray<bool> _takes;
    private readonly bool _isAnyone;
    private readonly ulong[] _met;
    private readonly IPlacement? _takers;
    private readonly int[] _places = [];

    /// <summary>Prepares the lookup. O(servers).</summary>
    /// <param name="placement">The placement.</param>
    /// <param name="takes">Whether each member takes requests, in the order of <see cref="IPlacement.Members"/>; by default all do.</param>
    public FirstTaker(IPlacement placement, ImmutableArray<bool> takes)
    {
        _placement = placement;
        _takes = takes.IsDefault || !takes.Contains(value: false) ? default : takes;
        _isAnyone = _takes.IsDefault || _takes.Contains(value: true);
        _met = new ulong[CandidateWalk.WordsFor(placement.Members.Length)];
        if (placement is RendezvousPlacement && !_takes.IsDefault)
        {
            // Each server's score is independent, so the best of those that take requests is found directly, without a walk, each step of
            // which examines all servers.
            _places = [.. Enumerable.Range(0, _takes.Length).Where(server => takes[server])];
            _takers = placement.Rebuild(_places.Select(server => placement.Members[server]));
        }
    }

    /// <summary>Returns the index of the server of a key, or −1 if no server takes requests. O(servers that are passed over).</summary>
    /// <param name="hash">The key's hash for the placement.</param>
    public int Of(ulong hash)
    {
        if (!_isAnyone)
        {
            return -1;
        }

        if (_takers is not null)
        {
            return _places[_takers.Owner(hash)];
        }

        var owner = _placement.Owner(hash);
        return owner < 0 || _takes.IsDefault || _takes[owner] ? owner : Walk(hash);
    }

    private int Walk(ulong hash)
    {
        var walk = new CandidateWalk(_placement, hash, _met);
        while (walk.MoveNext())
        {
            if (_takes[walk.Current])
            {
                return walk.Current;
            }
        }

        return -1;
    }
}
