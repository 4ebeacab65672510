using System.Collections.Immutable;

namespace LoadBalancer.Core.Membership;

/// <summary>Computes the records that differ between two memberships. A pure function, thread-safe.</summary>
public static class MembershipDifference
{
    /// <summary>Returns the servers that joined, left, or have a different record, in order of id. O(n).</summary>
    public static ImmutableArray<ServerDifference> Between(MembershipSnapshot before, MembershipSnapshot after)
    {
        var differences = ImmutableArray.CreateBuilder<ServerDifference>();
        var (i, j) = (0, 0);
        while (i < before.Servers.Length || j < after.Servers.Length)
        {
            var order = Compare(before.Servers, i, after.Servers, j);
            var old = order <= 0 ? before.Servers[i++] : null;
            var next = order >= 0 ? after.Servers[j++] : null;
            if (old != next)
            {
                differences.Add(new(old, next));
            }
        }

        return differences.ToImmutable();
    }

    /// <summary>Compares two servers by order; one that is past the end comes last.</summary>
    private static int Compare(ImmutableArray<Server> before, int i, ImmutableArray<Server> after, int j) =>
        i == before.Length ? 1
        : j == after.Length ? -1
        : string.CompareOrdinal(before[i].Id.Value, after[j].Id.Value);
}
