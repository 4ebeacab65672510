using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace LoadBalancer.Core.Hashing;

/// <summary>Validates and orders members, for all algorithms.</summary>
internal static class PlacementMembers
{
    /// <summary>Orders members by id (ordinal), so that their original order has no effect. O(n log n).</summary>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is out of range, or there are too many servers.</exception>
    public static ImmutableArray<PlacementMember> Order(IEnumerable<PlacementMember> members)
    {
        var ordered = members.ToArray();
        Array.Sort(ordered, static (left, right) => string.CompareOrdinal(left.Id, right.Id));
        if (ordered.Length > PlacementLimits.MaxServers)
        {
            throw new ArgumentOutOfRangeException(
                nameof(members), ordered.Length, $"There are {ordered.Length} servers; the maximum is {PlacementLimits.MaxServers}.");
        }

        for (var i = 0; i < ordered.Length; i++)
        {
            Check(ordered[i]);
            if (i > 0 && string.Equals(ordered[i - 1].Id, ordered[i].Id, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The server id '{ordered[i].Id}' occurs twice.", nameof(members));
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(ordered);
    }

    private static void Check(PlacementMember member)
    {
        if (string.IsNullOrEmpty(member.Id))
        {
            throw new ArgumentException("A server has no id.", nameof(member));
        }

        if (PlacementLimits.CheckWeight(member.Weight) is { } reason)
        {
            throw new ArgumentOutOfRangeException(nameof(member), member.Weight, $"Server '{member.Id}': {reason}");
        }
    }
}
