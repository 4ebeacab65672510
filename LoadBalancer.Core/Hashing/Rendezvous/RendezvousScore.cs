namespace LoadBalancer.Core.Hashing.Rendezvous;

/// <summary>A server's score for a key: its random number and its weight. A smaller cost ÷ weight is better.</summary>
internal readonly struct RendezvousScore(int server, ulong number, ulong weight)
{
    private readonly ulong _number = number;
    private readonly ulong _weight = weight;
    private readonly ulong _cost = RendezvousCost.Of(number);

    /// <summary>The server, or −1 for none, which every other score beats.</summary>
    public int Server { get; } = server;

    /// <summary>Returns the better of two scores.</summary>
    public RendezvousScore OrBetter(RendezvousScore other) => Server < 0 || other.Beats(this) ? other : this;

    /// <summary>
    /// Compares the quotients by cross multiplication: a cost of at most 2⁵³ times a weight of at most 1,000 fits 64 bits.
    /// </summary>
    private bool Beats(RendezvousScore other)
    {
        var (mine, theirs) = (_cost * other._weight, other._cost * _weight);
        return mine < theirs
            || (mine == theirs && (_number > other._number || (_number == other._number && Server < other.Server)));
    }
}
