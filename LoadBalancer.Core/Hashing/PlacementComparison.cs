using System.Buffers.Text;
using System.Collections.Immutable;

namespace LoadBalancer.Core.Hashing;

/// <summary>How many keys have another owner in one placement than in another, as parts of all keys. Immutable, thread-safe.</summary>
/// <param name="Moved">Those that have another owner, 0 to 1.</param>
/// <param name="MovedBetweenUnchanged">
/// Those of them that moved between two servers that are in both placements with the same weight: nothing but the
/// algorithm made them move.
/// </param>
public readonly record struct PlacementComparison(double Moved, double MovedBetweenUnchanged)
{
    /// <summary>
    /// How many keys are compared where the caller brings none: the error of a share is below 0.5 % of all keys (three standard
    /// deviations).
    /// </summary>
    public const int SyntheticKeys = 100_000;

    /// <summary>
    /// Compares on <see cref="SyntheticKeys"/> keys, always the same ones, each hashed as its placement hashes keys: so it
    /// compares placements of different algorithms too. O(keys), with <see cref="PlacementAlgorithm.Rendezvous"/> O(keys × servers).
    /// </summary>
    /// <remarks>
    /// Where an owner takes no requests, the first candidate that does counts in its place: who gets a key, not who owns it.
    /// </remarks>
    /// <param name="before">The one placement.</param>
    /// <param name="after">The other placement.</param>
    /// <param name="takesBefore">Whether each member of the one takes requests; by default all do.</param>
    /// <param name="takesAfter">Whether each member of the other takes requests; by default all do.</param>
    public static PlacementComparison Between(
        IPlacement before, IPlacement after, ImmutableArray<bool> takesBefore = default, ImmutableArray<bool> takesAfter = default)
    {
        var hashesBefore = HashSynthetic(before.Algorithm);
        var hashesAfter = before.Algorithm == after.Algorithm ? hashesBefore : HashSynthetic(after.Algorithm);
        return Between(before, hashesBefore, takesBefore, after, hashesAfter, takesAfter);
    }

    /// <summary>Compares on keys of the caller's.</summary>
    /// <param name="before">The one placement.</param>
    /// <param name="hashesBefore">The keys' hashes for it; at least one.</param>
    /// <param name="after">The other placement.</param>
    /// <param name="hashesAfter">The same keys' hashes for that, in the same order.</param>
    /// <param name="takesAfter">Whether each member of the other takes requests; by default all do. All of the one do.</param>
    /// <exception cref="ArgumentException">There are no keys, or not the same number for both.</exception>
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
                $"There must be keys, the same for both: {hashesBefore.Length} and {hashesAfter.Length} were given.", nameof(hashesAfter));
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
        for (var key = 0; key < hashesBefore.Length; key++)
        {
            var (from, to) = (takerBefore.Of(hashesBefore[key]), takerAfter.Of(hashesAfter[key]));
            if (from < 0 ? to >= 0 : to != counterparts.After[from])
            {
                moved++;
                needless += from >= 0 && to >= 0 && counterparts.IsUnchanged[from] && counterparts.WasUnchanged[to] ? 1 : 0;
            }
        }

        return new(moved / (double)hashesBefore.Length, needless / (double)hashesBefore.Length);
    }

    /// <summary>Where each server of the one placement stands in the other, and which of either are the same in both.</summary>
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

    /// <summary>Names count where both placements place by them.</summary>
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
