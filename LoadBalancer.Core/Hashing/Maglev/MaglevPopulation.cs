using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;

namespace LoadBalancer.Core.Hashing.Maglev;

/// <summary>
/// Fills a Maglev table (section 3.4 of the paper, "populate"): servers take turns, and at its turn a server claims the first free entry of
/// its own permutation of the table.
/// </summary>
/// <remarks>
/// Weights work as in Envoy: a server takes a fraction of the turns equal to its weight divided by the greatest weight. All servers take
/// the first turn, so every server owns an entry. Servers of one weight act together, heavier ones first, so that a turn in which light
/// servers do not act costs nothing for each of them. Only integers are used, so that the result is the same on every machine.
/// </remarks>
internal static class MaglevPopulation
{
    private const ushort Free = ushort.MaxValue;

    /// <summary>
    /// Returns the table, in which each entry is the server's index in <paramref name="members"/>. O(size · log size) expected.
    /// </summary>
    public static ushort[] Fill(ImmutableArray<PlacementMember> members, int size)
    {
        if (members.IsEmpty)
        {
            return [];
        }

        var table = new ushort[size];
        table.AsSpan().Fill(Free);
        var turns = Turns(members, size);
        var most = turns[0].Weight;
        for (long turn = 1, free = size; free > 0; turn++)
        {
            foreach (var group in turns)
            {
                if (turn * group.Weight < group.Due)
                {
                    continue;
                }

                group.Due += most;
                free -= group.Claim(table, (int)Math.Min(free, int.MaxValue));
            }
        }

        return table;
    }

    private static Group[] Turns(ImmutableArray<PlacementMember> members, int size) =>
    [
        .. members
            .Select((member, server) => (member.Weight, Permutation: new Permutation(member.Id, server, size)))
            .GroupBy(entry => entry.Weight, entry => entry.Permutation)
            .OrderByDescending(group => group.Key)
            .Select(group => new Group(group.Key, [.. group], size)),
    ];

    /// <summary>The servers of one weight, in order of id.</summary>
    private sealed class Group(int weight, Permutation[] permutations, int size)
    {
        public int Weight => weight;

        /// <summary>The value of turn times weight from which the group acts again.</summary>
        public long Due { get; set; }

        /// <summary>Claims one entry for each server while entries are free; returns the number claimed.</summary>
        public int Claim(ushort[] table, int free)
        {
            var claims = Math.Min(free, permutations.Length);
            foreach (ref var permutation in permutations.AsSpan(0, claims))
            {
                permutation.Claim(table, size);
            }

            return claims;
        }
    }

    private struct Permutation
    {
        private readonly int _skip;
        private readonly ushort _server;
        private int _entry;

        public Permutation(string id, int server, int size)
        {
            var name = Encoding.UTF8.GetBytes(id);
            _entry = (int)(XxHash64.HashToUInt64(name) % (ulong)size);
            _skip = (int)(XxHash64.HashToUInt64(name, seed: 1) % (ulong)(size - 1)) + 1;
            _server = (ushort)server;
        }

        public void Claim(ushort[] table, int size)
        {
            while (table[_entry] != Free)
            {
                _entry += _skip;
                _entry -= _entry >= size ? size : 0;
            }

            table[_entry] = _server;
        }
    }
}
