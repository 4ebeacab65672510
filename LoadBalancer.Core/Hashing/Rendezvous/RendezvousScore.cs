namespace LoadBalancer.Core.Hashing.Rendezvous;

/// <summary>A server's claim to a key: its random number and its weight. The less cost ÷ weight, the better.</summary>
internal readonly struct RendezvousScore(int server, ulong number, ulong weight)
{
    private readonly ulong _number = number;
    private readonly ulong _weight = weight;
    private readonly ulong _cost = RendezvousCost.Of(number);

    /// <summary>The server, or −1 for nobody, whom everybody beats.</summary>
    public int Server { get; } = server;

    /// <summary>The better of two claims.</summary>
    public RendezvousScore OrBetter(RendezvousScore other) => Server < 0 || other.Beats(this) ? other : this;

    /// <summary>Compares the quotients multiplied out: a cost of at most 2⁵³ times a weight of at most 1,000 fits 64 bits.</summary>
    private bool Beats(RendezvousScore other)
    {
        var (mine, theirs) = (_cost * other._weight, other._cost * _weight);
        return mine < theirs
            || (mine == theirs && (_number > other._number || (_number == other._number && Server < other.Server)));
    }
}
