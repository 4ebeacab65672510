using System.Globalization;
using System.Text;

namespace LoadBalancer.Cluster.Replicas;

/// <summary>
/// The values that are allowed for a wanted number of servers and in an <see cref="OrchestratorReport"/>. Each check returns
/// <see langword="null"/> or one sentence that names the value and what is allowed. Thread-safe.
/// </summary>
public static class ReplicaRules
{
    /// <summary>The longest name of an orchestrator, in characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>Checks a wanted number of servers: <see cref="IReplicaStore.Fewest"/> to <paramref name="most"/>, both included.</summary>
    public static string? CheckCount(int count, int most = IReplicaStore.Most) => CheckRange(count, IReplicaStore.Fewest, most);

    /// <summary>Checks the number of servers that an orchestrator keeps: 0 to <see cref="IReplicaStore.Most"/>, both included.</summary>
    public static string? CheckKept(int kept) => CheckRange(kept, least: 0, IReplicaStore.Most);

    /// <summary>
    /// Checks the largest number that an orchestrator can keep: <see cref="IReplicaStore.Fewest"/> to <see cref="IReplicaStore.Most"/>,
    /// both included.
    /// </summary>
    public static string? CheckMost(int most) => CheckRange(most, IReplicaStore.Fewest, IReplicaStore.Most);

    /// <summary>
    /// Checks an orchestrator's name: 1 to 128 printable characters, not only spaces. The sentence omits the name, which may contain
    /// invisible characters.
    /// </summary>
    public static string? CheckName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength } && !string.IsNullOrWhiteSpace(name) && name.EnumerateRunes().All(IsPrintable)
            ? null
            : $"A name of {name?.Length ?? 0} characters is not allowed (it is not shown here): it must be 1 to {MaxNameLength} printable "
                + "characters, and not only spaces.";

    /// <summary>Checks every member of a report; returns the first problem.</summary>
    public static string? Check(OrchestratorReport report) => CheckName(report.Name) ?? CheckKept(report.Kept) ?? CheckMost(report.Most);

    private static string? CheckRange(int value, int least, int most) => value >= least && value <= most
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{value} is not allowed: it must be {least} to {most}.");

    /// <summary>Whether a character is printable. A lone surrogate is enumerated as U+FFFD, which is not allowed in a name.</summary>
    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
