namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>A change of the server for a key.</summary>
/// <param name="Before">The last response from the previous server.</param>
/// <param name="After">The first response from the new server.</param>
/// <param name="Why">The reason, as far as it is known.</param>
internal sealed record KeyMove(FaultResponse Before, FaultResponse After, string Why)
{
    public string Key => Before.Key;

    public const string Unexplained = "for no known reason";

    /// <summary>Returns the server changes in the responses to one key, which must be in order.</summary>
    public static IEnumerable<KeyMove> Between(
        IReadOnlyList<FaultResponse> responses, string? target, IReadOnlyCollection<(string Server, string Reason)> findings) =>
        responses.Zip(responses.Skip(1))
            .Where(pair => !Is(pair.First.Server, pair.Second.Server))
            .Select(pair => new KeyMove(pair.First, pair.Second, Reason(pair.First.Server, pair.Second.Server, target, findings)));

    private static string Reason(string from, string to, string? target, IReadOnlyCollection<(string Server, string Reason)> findings)
    {
        if (Is(from, target))
        {
            return "left the faulted server";
        }

        if (Is(to, target))
        {
            return "returned to it";
        }

        return findings.Any(finding => Is(from, finding.Server) || Is(to, finding.Server))
            ? "to or from another unhealthy server"
            : Unexplained;
    }

    private static bool Is(string one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
}
