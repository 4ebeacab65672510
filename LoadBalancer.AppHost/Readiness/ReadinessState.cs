using System.Globalization;

namespace LoadBalancer.AppHost.Readiness;

/// <summary>
/// Decides from the health of resources and from what gateways respond whether users can be told to come. Not thread-safe.
/// </summary>
internal sealed class ReadinessState
{
    /// <summary>
    /// How long a gateway that serves waits for the last of its servers before one is enough, and for what is not healthy before it goes
    /// without.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int _servers;
    private readonly OrderedDictionary<string, int?> _usable;
    private readonly HashSet<string> _unhealthy;
    private TimeSpan? _firstResponseAt;

    /// <param name="servers">How many servers are started.</param>
    /// <param name="gateways">The gateways.</param>
    /// <param name="resources">Everything that has a health check, the gateways among it.</param>
    public ReadinessState(int servers, IEnumerable<string> gateways, IEnumerable<string> resources)
    {
        _servers = servers;
        _usable = new(gateways.Select(name => KeyValuePair.Create(name, default(int?))), StringComparer.Ordinal);
        _unhealthy = new(resources, StringComparer.Ordinal);
    }

    /// <summary>What stands in the way, resource by resource.</summary>
    public string Missing => string.Join(", ", MissingGateways.Concat(
        _unhealthy.Where(name => !_usable.ContainsKey(name)).Order(StringComparer.Ordinal).Select(name => $"{name} is not healthy")));

    private IEnumerable<string> MissingGateways => _usable
        .Where(pair => pair.Value is not { } usable || usable < _servers || _unhealthy.Contains(pair.Key))
        .Select(pair => pair.Value switch
        {
            null => $"{pair.Key} does not respond with 200 at /healthcheck",
            { } usable when usable < _servers => string.Create(
                CultureInfo.InvariantCulture, $"{pair.Key} can use {usable} of {_servers} servers"),
            _ => $"{pair.Key} is not healthy",
        });

    /// <param name="gateway">Its name.</param>
    /// <param name="usable"><see langword="null"/> when the gateway is not healthy.</param>
    /// <param name="at">The time since the start.</param>
    public void Observe(string gateway, int? usable, TimeSpan at)
    {
        _usable[gateway] = usable;

        if (usable is not null)
        {
            _firstResponseAt ??= at;
        }
    }

    /// <summary>Aspire's health checks of a resource have passed.</summary>
    public void ObserveHealthy(string resource) => _unhealthy.Remove(resource);

    public bool IsReached(TimeSpan at)
    {
        var isImpatient = _firstResponseAt is { } first && at - first >= Patience;
        var enough = isImpatient ? 1 : _servers;

        return _usable.Values.All(usable => usable >= enough) && (_unhealthy.Count == 0 || isImpatient);
    }
}
