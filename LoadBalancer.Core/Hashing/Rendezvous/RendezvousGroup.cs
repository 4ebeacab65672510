using System.Numerics;

namespace LoadBalancer.Core.Hashing.Rendezvous;

/// <summary>
/// The servers of one weight. Among them the greatest random number wins, whatever the weight, so a group finds its winner without a
/// logarithm, several servers at a time.
/// </summary>
internal sealed class RendezvousGroup(int weight, int[] servers, ulong[] seeds)
{
    /// <summary>The common weight of the servers.</summary>
    public ulong Weight { get; } = (ulong)weight;

    /// <summary>Returns the winner for a hash: of equal numbers, the first.</summary>
    public (int Server, ulong Number) Best(ulong hash)
    {
        var (start, best, number) = BestOfVectors(hash);
        for (var i = start; i < seeds.Length; i++)
        {
            var other = Mix(hash ^ seeds[i]);
            (best, number) = best < 0 || other > number ? (i, other) : (best, number);
        }

        return (servers[best], number);
    }

    /// <summary>Returns the winner among the servers that a walk has not visited, or −1.</summary>
    public (int Server, ulong Number) BestUnmet(scoped ref readonly CandidateWalk walk)
    {
        var (best, number) = (-1, 0UL);
        for (var i = 0; i < seeds.Length; i++)
        {
            var other = Mix(walk.Hash ^ seeds[i]);
            if ((best < 0 || other > number) && !walk.HasMet(servers[i]))
            {
                best = servers[i];
                number = other;
            }
        }

        return (best, number);
    }

    /// <summary>Returns the winner among the whole vectors, and the start of the rest.</summary>
    private (int Next, int Best, ulong Number) BestOfVectors(ulong hash)
    {
        var lanes = Vector<ulong>.Count;
        if (!Vector.IsHardwareAccelerated || seeds.Length < 2 * lanes)
        {
            return (0, -1, 0);
        }

        var key = new Vector<ulong>(hash);
        var places = Vector<ulong>.Indices;
        var best = places;
        var numbers = Mix(key ^ new Vector<ulong>(seeds));
        var i = lanes;
        for (; i <= seeds.Length - lanes; i += lanes)
        {
            places += new Vector<ulong>((ulong)lanes);
            var others = Mix(key ^ new Vector<ulong>(seeds, i));
            var better = Vector.GreaterThan(others, numbers);
            numbers = Vector.ConditionalSelect(better, others, numbers);
            best = Vector.ConditionalSelect(better, places, best);
        }

        var (place, number) = (best[0], numbers[0]);
        for (var lane = 1; lane < lanes; lane++)
        {
            if (numbers[lane] > number || (numbers[lane] == number && best[lane] < place))
            {
                place = best[lane];
                number = numbers[lane];
            }
        }

        return (i, (int)place, number);
    }

    /// <summary>The 64-bit finaliser of MurmurHash3 (Appleby), a bijection in which every output bit depends on every input bit.</summary>
    private static ulong Mix(ulong number)
    {
        number = (number ^ (number >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        number = (number ^ (number >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return number ^ (number >> 33);
    }

    private static Vector<ulong> Mix(Vector<ulong> numbers)
    {
        numbers = (numbers ^ (numbers >>> 33)) * new Vector<ulong>(0xFF51_AFD7_ED55_8CCD);
        numbers = (numbers ^ (numbers >>> 33)) * new Vector<ulong>(0xC4CE_B9FE_1A85_EC53);
        return numbers ^ (numbers >>> 33);
    }
}
