using System.Buffers.Text;
using System.Collections.Immutable;

namespace LoadBalancer.Core.Hashing;

/// <summary>The keys that have different owners in two placements, as fractions of all keys. Immutable, thread-safe.</summary>
/// <param name="Moved">The keys that have a different owner, 0 to 1.</param>
/// <param name="MovedBetweenUnchanged">
/// The part of them that moved between two servers that are in both placements with the same weight, which is due to the algorithm alone.
/// </param>
/// <param name="Least">
/// The keys that must move for each server to get as many as it does in the second placement, whichever they are: half of the sum of the
/// differences of the shares (the total variation distance), with the keys that no server gets as a share of their own. Not more than
/// <paramref name="Moved"/>, since it is counted on the same keys.
/// </param>
public readonly record struct PlacementComparison(double Moved, double MovedBetweenUnchanged, double Least)
{
    /// <summary>The keys that move beyond <see cref="Least"/>, which another placement could avoid.</summary>
    public double Avoidable => Moved - Least;

    /// <summary>
    /// The number of keys that are compared if the caller provides none: the error of a share is below 0.5 % of all keys (three standard
    /// deviations).
    /// </summary>
    public const int SyntheticKeys = 100_000;

    /// <summary>
    /// Compares placements on <see cref="SyntheticKeys"/> keys, always the same ones, each hashed for its placement, so that placements of
    /// different algorithms can be compared. O(keys), with <see cref="PlacementAlgorithm.Rendezvous"/> O(keys × servers).
    /// </summary>
    /// <remarks>
    /// If an owner takes no requests, its first candidate that does counts instead: the server that gets a key, not its owner.
    /// </remarks>
    /// <param name="before">The first placement.</param>
    /// <param name="after">The second placement.</param>
    /// <param name="takesBefore">Whether each member of the first placement takes requests; by default all do.</param>
    /// <param name="takesAfter">Whether each member of the second placement takes requests; by default all do.</param>
    public static PlacementComparison Between(
        IPlacement before, IPlacement after, ImmutableArray<bool> takesBefore = default, ImmutableArray<bool> takesAfter = default)
    {
        var hashesBefore = HashSynthetic(before.Algorithm);
        var hashesAfter = before.Algorithm == after.Algorithm ? hashesBefore : HashSynthetic(after.Algorithm);
        return Between(before, hashesBefore, takesBefore, after, hashesAfter, takesAfter);
    }

    /// <summary>Compares placements on given keys.</summary>
    /// <param name="before">The first placement.</param>
    /// <param name="hashesBefore">The keys' hashes for the first placement; at least one.</param>
    /// <param name="after">The second placement.</param>
    /// <param name="hashesAfter">The same keys' hashes for the second placement, in the same order.</param>
    /// <param name="takesAfter">
    /// Whether each member of the second placement takes requests; by default all do. All members of the first do.
    /// </param>
    /// <exception cref="ArgumentException">There are no keys, or their number is not the same for both.</exception>
    public static PlacementComparison Between(
        IPlacement before,
        ReadOnlySpan<ulong> hashesBefore,
        IPlacement after,
        ReadOnlySpan<ulong> hashesAfter,
        ImmutableArray<bool> takesAfter = default)
    {
        if (hashesBefore.IsEmpty || hashesBefore.Length != hashesAfter.Length)
        {
            throw new ArgumentException(
                $"There must be equally many keys: {hashesBefore.Length} and {hashesAfter.Length} were given.", nameof(hashesAfter));
        }

        return Between(before, hashesBefore, default, after, hashesAfter, takesAfter);
    }

    private static PlacementComparison Between(
        IPlacement before,
        ReadOnlySpan<ulong> hashesBefore,
        ImmutableArray<bool> takesBefore,
        IPlacement after,
        ReadOnlySpan<ulong> hashesAfter,
        ImmutableArray<bool> takesAfter)
    {
        var counterparts = FindCounterparts(before, takesBefore, after, takesAfter);
        var (takerBefore, takerAfter) = (new FirstTaker(before, takesBefore), new FirstTaker(after, takesAfter));
        var (moved, needless) = (0, 0);
        var (nobodyBefore, nobodyAfter) = (0, 0);
        var (countsBefore, countsAfter) = (new int[before.Members.Length], new int[after.Members.Length]);
        for (var key = 0; key < hashesBefore.Length; key++)
        {
            var (from, to) = (takerBefore.Of(hashesBefore[key]), takerAfter.Of(hashesAfter[key]));
            _ = from < 0 ? nobodyBefore++ : countsBefore[from]++;
            _ = to < 0 ? nobodyAfter++ : countsAfter[to]++;
            if (from < 0 ? to >= 0 : to != counterparts.After[from])
            {
                moved++;
                needless += from >= 0 && to >= 0 && counterparts.IsUnchanged[from] && counterparts.WasUnchanged[to] ? 1 : 0;
            }
        }

        var least = Math.Max(0, nobodyBefore - nobodyAfter) + LossesOf(countsBefore, countsAfter, counterparts.After);
        return new(
            moved / (double)hashesBefore.Length, needless / (double)hashesBefore.Length, least / (double)hashesBefore.Length);
    }

    /// <summary>Returns the number of keys that servers lose in all. What all lose together, others gain.</summary>
    private static int LossesOf(int[] before, int[] after, int[] counterparts)
    {
        var losses = 0;
        for (var server = 0; server < before.Length; server++)
        {
            var counterpart = counterparts[server];
            losses += Math.Max(0, before[server] - (counterpart < 0 ? 0 : after[counterpart]));
        }

        return losses;
    }

    /// <summary>Finds the index of each server of the first placement in the second, and the servers that are unchanged in both.</summary>
    private static (int[] After, bool[] IsUnchanged, bool[] WasUnchanged) FindCounterparts(
        IPlacement before, ImmutableArray<bool> takesBefore, IPlacement after, ImmutableArray<bool> takesAfter)
    {
        var places = after.Members.Select((member, place) => (member.Id, place))
            .ToDictionary(entry => entry.Id, entry => entry.place, StringComparer.Ordinal);
        var (counterparts, isUnchanged, wasUnchanged) =
            (new int[before.Members.Length], new bool[before.Members.Length], new bool[after.Members.Length]);
        for (var server = 0; server < counterparts.Length; server++)
        {
            counterparts[server] = places.TryGetValue(before.Members[server].Id, out var place) ? place : int.MinValue;
            if (counterparts[server] >= 0)
            {
                isUnchanged[server] = wasUnchanged[place] = IsSame(before.Members[server], after.Members[place])
                    && (takesBefore.IsDefault || takesBefore[server]) == (takesAfter.IsDefault || takesAfter[place]);
            }
        }

        return (counterparts, isUnchanged, wasUnchanged);
    }

    /// <summary>Whether two members are the same. Names are compared if both placements use them.</summary>
    private static bool IsSame(PlacementMember before, PlacementMember after) =>
        before.Weight == after.Weight
        && (before.Name is null || after.Name is null || string.Equals(before.Name, after.Name, StringComparison.Ordinal));

    private static ulong[] HashSynthetic(PlacementAlgorithm algorithm)
    {
        var hashes = new ulong[SyntheticKeys];
        Span<byte> key = stackalloc byte[16];
        for (var i = 0; i < hashes.Length; i++)
        {
            Utf8Formatter.TryFormat(i, key, out var length);
            hashes[i] = KeyHash.Of(algorithm, key[..length]);
        }

        return hashes;
    }
}
