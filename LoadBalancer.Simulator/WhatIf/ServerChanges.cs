using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Placing;

namespace LoadBalancer.Simulator.WhatIf;

/// <summary>The servers before and after a change.</summary>
internal sealed record ServerChanges(PlacementMember[] Before, PlacementMember[] After)
{
    /// <summary>The ids of the servers in <see cref="After"/> that drain: they get no new requests but keep their place.</summary>
    public IReadOnlySet<string> Draining { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <param name="servers">The servers before the change: their number, or a list of them.</param>
    /// <param name="algorithm">The placement algorithm, which decides the ids that are allowed.</param>
    /// <param name="add">The number of servers that join.</param>
    /// <param name="remove">The servers that leave: ids separated by commas.</param>
    /// <param name="drain">The servers that drain: ids separated by commas.</param>
    /// <param name="weights">The new weights, each as <c>ID=W</c>.</param>
    /// <exception cref="FormatException">An argument is invalid; the message is one line for the user.</exception>
    public static ServerChanges Parse(
        string servers, PlacementAlgorithm algorithm, int add, string? remove, string? drain, IReadOnlyList<string> weights)
    {
        var before = int.TryParse(servers, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Numbered(count)
            : ServerList.Parse(servers, algorithm);
        var after = before.ToDictionary(member => member.Id, StringComparer.Ordinal);
        foreach (var id in remove?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            if (!after.Remove(id))
            {
                throw new FormatException($"--remove: the server '{id}' is not in --servers.");
            }
        }

        foreach (var weight in weights)
        {
            Reweigh(after, weight);
        }

        var names = Enumerable.Range(1, before.Length + add)
            .Select(NameOf)
            .Where(name => !before.Any(member => string.Equals(member.Id, name, StringComparison.Ordinal)));
        var all = after.Values.Concat(names.Take(add).Select(name => new PlacementMember(name, ServerRules.DefaultWeight))).ToArray();
        var draining = ReadDraining(drain, after);
        return all.Length is 0 or > ServerRules.MaxServers
                ? throw new FormatException($"There would be {all.Length} servers: 1 to {ServerRules.MaxServers} must remain.")
            : draining.Count == all.Length ? throw new FormatException("All servers would be draining: at least one must accept requests.")
            : new(before, all) { Draining = draining };
    }

    private static HashSet<string> ReadDraining(string? drain, Dictionary<string, PlacementMember> members)
    {
        var ids = (drain?.Split(',', StringSplitOptions.TrimEntries) ?? []).ToHashSet(StringComparer.Ordinal);
        return ids.FirstOrDefault(id => !members.ContainsKey(id)) is { } unknown
            ? throw new FormatException($"--drain: the server '{unknown}' is not in --servers, or is removed.")
            : ids;
    }

    private static PlacementMember[] Numbered(int count) => count is >= 1 and <= ServerRules.MaxServers
        ? [.. Enumerable.Range(1, count).Select(number => new PlacementMember(NameOf(number), ServerRules.DefaultWeight))]
        : throw new FormatException($"The number '{count}' is not allowed: --servers must be 1 to {ServerRules.MaxServers}, or a list.");

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"server-{number}");

    private static void Reweigh(Dictionary<string, PlacementMember> members, string text)
    {
        var separator = text.LastIndexOf('=');
        var id = separator < 0 ? text : text[..separator];
        if (separator < 0
            || !int.TryParse(text.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
            || ServerRules.CheckWeight(weight) is not null)
        {
            throw new FormatException($"The weight '{text}' is not allowed: --weight must be ID=W with W from "
                + $"{ServerRules.MinWeight} to {ServerRules.MaxWeight}.");
        }

        members[id] = members.TryGetValue(id, out var member)
            ? member with { Weight = weight }
            : throw new FormatException($"--weight: the server '{id}' is not in --servers, or is removed.");
    }
}
