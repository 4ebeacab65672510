namespace LoadBalancer.Core.Hashing;

/// <summary>
/// A walk over the distinct servers for one hash in order of preference. Each server is visited exactly once; the first is the owner. Does
/// not allocate: the caller provides the memory for the set of visited servers.
/// </summary>
/// <example><code>
/// Span&lt;ulong&gt; met = stackalloc ulong[CandidateWalk.WordsFor(placement.Members.Length)];
/// var walk = new CandidateWalk(placement, hash, met);
/// while (walk.MoveNext()) { Use(walk.Current); }
/// </code></example>
public ref struct CandidateWalk
{
    private readonly IPlacement _placement;
    private readonly Span<ulong> _met;

    /// <summary>Begins a walk.</summary>
    /// <param name="placement">The placement of the servers.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="met">At least <see cref="WordsFor"/> words for the number of servers; cleared by the constructor.</param>
    public CandidateWalk(IPlacement placement, ulong hash, Span<ulong> met)
    {
        _placement = placement;
        _met = met[..WordsFor(placement.Members.Length)];
        _met.Clear();
        Hash = hash;
        Current = -1;
        Position = -1;
    }

    /// <summary>The key's hash.</summary>
    public ulong Hash { get; }

    /// <summary>The current server, or −1 before the first <see cref="MoveNext"/>.</summary>
    public int Current { get; private set; }

    /// <summary>The number of servers visited, including <see cref="Current"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The position in the placement's own order; its meaning depends on the placement. −1 at the beginning.</summary>
    internal int Position { get; set; }

    /// <summary>Returns the number of words of memory that a walk over the servers needs: one bit each, 256 words at most.</summary>
    public static int WordsFor(int servers) => (servers + 63) >> 6;

    /// <summary>Moves to the next server. <see langword="false"/> at the end.</summary>
    public bool MoveNext() => _placement.Advance(ref this);

    /// <summary>Whether a server was visited before.</summary>
    internal readonly bool HasMet(int server) => (_met[server >> 6] & (1UL << (server & 63))) != 0;

    /// <summary>Stops at a server unless it was visited before.</summary>
    internal bool TryVisit(int server)
    {
        ref var word = ref _met[server >> 6];
        var bit = 1UL << (server & 63);
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        Current = server;
        Count++;
        return true;
    }
}
