using System.Globalization;

namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>What clients observed during a fault.</summary>
/// <param name="Name">The round number and the fault.</param>
/// <param name="Target">The server that the fault hit; null if it did not hit a server.</param>
/// <param name="FaultAt">When the fault was injected, on the clock of the responses.</param>
/// <param name="MayFailPosts">Whether a server may have processed a request without responding.</param>
/// <param name="Findings">The servers that gateways found unhealthy, with the reasons.</param>
/// <param name="Responses">All responses of the round.</param>
/// <param name="Posts">How often the servers processed each POST, including those of other rounds.</param>
internal sealed record RoundReport(
    string Name,
    string? Target,
    TimeSpan FaultAt,
    bool MayFailPosts,
    IReadOnlyCollection<(string Server, string Reason)> Findings,
    IReadOnlyCollection<FaultResponse> Responses,
    IReadOnlyDictionary<string, int> Posts)
{
    private const double Tail = 0.99;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly KeyMove[] _moves = [.. Moves(Target, Findings, Responses)];

    public IReadOnlyList<FaultResponse> Failures { get; } = [.. Responses.Where(response => response.Failure is not null)];

    /// <summary>The longest time of an idempotent request; other requests may take as long as the fault lasts.</summary>
    public TimeSpan LongestStall => Responses.Where(response => response.IsIdempotent).Max(response => response.Took);

    public TimeSpan TailBefore => TailOf(FaultAt - Second);

    public TimeSpan TailInTheSecondOfTheFault => TailOf(FaultAt);

    /// <summary>The number of POST requests that servers processed more than once.</summary>
    public int PostsDoneTwice { get; } = Posts.Values.Count(times => times > 1);

    /// <summary>The number of POST requests that got a response but were not processed by any server.</summary>
    public int PostsNotDone { get; } =
        Responses.Count(response => response is { Post: { } post, IsSuccessful: true } && !Posts.ContainsKey(post));

    /// <summary>The number of keys that changed servers, by reason.</summary>
    public IReadOnlyDictionary<string, int> MovedKeys => _moves
        .GroupBy(move => move.Why, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key, group => group.Select(move => move.Key).Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);

    /// <summary>The number of keys that moved for a reason that neither the fault nor a finding explains.</summary>
    public int UnexplainedMoves => MovedKeys.GetValueOrDefault(KeyMove.Unexplained);

    /// <summary>
    /// Details of the unexplained moves: between which servers, how long after the fault, and how long the moved requests took.
    /// </summary>
    private string Story => string.Concat(_moves.Where(move => move.Why is KeyMove.Unexplained)
        .GroupBy(move => (From: move.Before.Server, To: move.After.Server))
        .Select(moves => Text(
            $" [{moves.Count()} from {moves.Key.From} to {moves.Key.To}, ",
            $"{(moves.Min(move => move.After.Began) - FaultAt).TotalSeconds:F1} ",
            $"to {(moves.Max(move => move.After.Began) - FaultAt).TotalSeconds:F1} s after the fault, ",
            $"{moves.Min(move => move.After.Took).TotalMilliseconds:F0} ms or more]")));

    public override string ToString()
    {
        var failures = Failures.GroupBy(response => response.Failure!, StringComparer.Ordinal)
            .Select(group => Text($"{group.Count()} x {group.Key}"));
        var moves = MovedKeys.OrderBy(moved => moved.Key, StringComparer.Ordinal).Select(moved => Text($"{moved.Value} {moved.Key}"));
        var findings = Findings.Distinct().Select(finding => Text($"{finding.Server} for {finding.Reason}"));
        var lost = Responses.Count(response => response.LostGateway);
        return Text(
            $"{Name,-34} {Responses.Count,6} requests, failed: {List(failures)}; longest stall {LongestStall.TotalMilliseconds:F0} ms, ",
            $"p99 {TailInTheSecondOfTheFault.TotalMilliseconds:F0} ms in the second of the fault ",
            $"({TailBefore.TotalMilliseconds:F0} ms before); ",
            $"keys moved: {List(moves)}{Story}; found unhealthy: {List(findings)}; hit a lost gateway: {lost}; ",
            $"POSTs: {Responses.Count(response => !response.IsIdempotent)}, processed twice: {PostsDoneTwice}, ",
            $"acknowledged but not processed: {PostsNotDone}");
    }

    private static IEnumerable<KeyMove> Moves(
        string? target, IReadOnlyCollection<(string Server, string Reason)> findings, IEnumerable<FaultResponse> responses) => responses
        .Where(response => response.IsSuccessful)
        .GroupBy(response => response.Key, StringComparer.Ordinal)
        .SelectMany(key => KeyMove.Between([.. key.OrderBy(response => response.Began)], target, findings));

    private TimeSpan TailOf(TimeSpan from)
    {
        TimeSpan[] took = [.. Responses.Where(response => response.IsIdempotent && response.Began >= from && response.Began < from + Second)
            .Select(response => response.Took)
            .Order()];
        return took.Length == 0 ? TimeSpan.Zero : took[(int)(took.Length * Tail)];
    }

    private static string List(IEnumerable<string> parts) => string.Join(", ", parts) is { Length: > 0 } text ? text : "none";

    private static string Text(params FormattableString[] parts) =>
        string.Concat(parts.Select(part => part.ToString(CultureInfo.InvariantCulture)));
}
