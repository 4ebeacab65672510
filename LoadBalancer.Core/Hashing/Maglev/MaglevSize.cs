using System.Numerics;

namespace LoadBalancer.Core.Hashing.Maglev;

/// <summary>The size of a Maglev table: a prime more than 100 times the number of servers (section 5.3 of the paper).</summary>
public static class MaglevSize
{
    /// <summary>The size for up to 655 servers, 65,537: the default of the paper and of Envoy.</summary>
    public const int Default = 65_537;

    /// <summary>The greatest size, 5,000,011 as in Envoy: 10 MB.</summary>
    public const int Max = 5_000_011;

    private const int EntriesForEachServer = 100;

    /// <summary>
    /// Returns the size for a number of servers: the first prime above a power of two that exceeds 100 entries for each server. A different
    /// size places nearly every key anew, so sizes are far apart: the size changes when the number of servers doubles, not when one joins.
    /// </summary>
    /// <param name="servers">The number of servers, 0 to <see cref="PlacementLimits.MaxServers"/>.</param>
    public static int For(int servers)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Default - 1, servers * EntriesForEachServer)) + 1;
        while (!IsPrime(size))
        {
            size += 2;
        }

        return size;
    }

    /// <summary>Checks an explicitly chosen size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The size is not a prime above the number of servers and at most <see cref="Max"/>.
    /// </exception>
    internal static void Check(int size, int servers)
    {
        if (size <= servers || size > Max || !IsPrime(size))
        {
            throw new ArgumentOutOfRangeException(
                nameof(size), size, $"The table size {size} is not allowed: it must be a prime above {Math.Max(2, servers)} (the number of "
                    + $"servers) and at most {Max}.");
        }
    }

    private static bool IsPrime(int number)
    {
        if (number < 3 || int.IsEvenInteger(number))
        {
            return false;
        }

        for (var divisor = 3; divisor <= number / divisor; divisor += 2)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return true;
    }
}
