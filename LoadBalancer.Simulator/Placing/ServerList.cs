using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Simulator.Placing;

/// <summary>Parses the servers of <c>--servers id[=weight],…</c>.</summary>
internal static class ServerList
{
    /// <exception cref="FormatException">An entry is invalid; the message is one line for the user.</exception>
    public static PlacementMember[] Parse(string text, PlacementAlgorithm algorithm)
    {
        var members = text.Split(',', StringSplitOptions.TrimEntries).Select(entry => ParseEntry(entry, algorithm)).ToArray();
        var twice = members.GroupBy(member => member.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any());
        return twice is null
            ? members
            : throw new FormatException($"--servers: duplicate server id '{twice.Key}'.");
    }

    private static PlacementMember ParseEntry(string entry, PlacementAlgorithm algorithm)
    {
        var separator = entry.LastIndexOf('=');
        var id = separator < 0 ? entry : entry[..separator];
        if (CheckId(id, algorithm) is { } idReason)
        {
            throw new FormatException($"--servers: {idReason}");
        }

        var weight = ServerRules.DefaultWeight;
        if (separator >= 0 && !int.TryParse(entry.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out weight))
        {
            throw new FormatException(
                $"--servers: The weight '{entry[(separator + 1)..]}' of '{id}' is not allowed: it must be "
                + $"{ServerRules.MinWeight} to {ServerRules.MaxWeight}.");
        }

        return ServerRules.CheckWeight(weight) is { } reason
            ? throw new FormatException($"--servers: '{id}': {reason}")
            : new(id, weight);
    }

    /// <summary>
    /// Returns why an id is not allowed, if it is not. The names that nginx uses may contain characters that other ids may not: colons,
    /// brackets, slashes.
    /// </summary>
    private static string? CheckId(string id, PlacementAlgorithm algorithm)
    {
        if (algorithm != PlacementAlgorithm.Ketama)
        {
            return ServerRules.CheckId(id);
        }

        return id.Length > 0 && !id.Any(character => char.IsWhiteSpace(character) || char.IsControl(character))
            ? null
            : $"The server name '{id}' is not allowed: it must not be empty or contain whitespace or control characters.";
    }
}
