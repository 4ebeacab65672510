using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>
/// Detects another process that reports under this gateway's id. The last report of a process that was killed counts for
/// <see cref="GatewayReport.Lifetime"/>, so after a restart the previous process appears as a namesake for that long; one that stays for
/// longer is alive. Not thread-safe.
/// </summary>
/// <param name="id">This gateway's id.</param>
/// <param name="self">This process as in its reports: the id, a dot, and <see cref="SuffixLength"/> characters.</param>
internal sealed class NamesakeWatch(GatewayId id, GatewayProcess self)
{
    /// <summary>The length of the part after the id and the dot in the name of a process.</summary>
    private const int SuffixLength = 32;

    /// <summary>
    /// How long a namesake must be observed. Reports expire within <see cref="GatewayReport.Lifetime"/>, and their sum is slightly older.
    /// </summary>
    private static readonly TimeSpan UntilAlive = GatewayReport.Lifetime * 2;

    private readonly Dictionary<GatewayProcess, DateTimeOffset> _since = [];
    private bool _isReported;

    /// <summary>Checks the processes that report.</summary>
    /// <returns>Whether a conflict has begun: <see langword="true"/> once for each conflict.</returns>
    public bool HasBegun(IEnumerable<GatewayProcess> gateways, DateTimeOffset now)
    {
        var present = gateways.Where(IsNamesake).ToHashSet();
        foreach (var gone in _since.Keys.Where(name => !present.Contains(name)).ToArray())
        {
            _since.Remove(gone);
        }

        foreach (var name in present)
        {
            _since.TryAdd(name, now);
        }

        var isClash = _since.Values.Any(since => now - since >= UntilAlive);
        var hasBegun = isClash && !_isReported;
        _isReported = isClash;
        return hasBegun;
    }

    private bool IsNamesake(GatewayProcess gateway) =>
        gateway != self
        && gateway.Value.Length == id.Value.Length + 1 + SuffixLength
        && gateway.Value.StartsWith($"{id}.", StringComparison.Ordinal);
}
