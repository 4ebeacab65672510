using System.Globalization;

namespace LoadBalancer.AppHost.Readiness;

/// <summary>
/// Decides from the health of the resources and the responses of the gateways whether the application is ready for users. Not thread-safe.
/// </summary>
internal sealed class ReadinessState
{
    /// <summary>
    /// How long to wait, after a gateway first reports that it is healthy, for every server to be usable and every resource to be healthy.
    /// After that, one usable server per gateway is enough, and unhealthy resources are ignored.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int _servers;
    private readonly OrderedDictionary<string, int?> _usable;
    private readonly HashSet<string> _unhealthy;
    private TimeSpan? _firstResponseAt;

    /// <param name="servers">The number of servers that are started.</param>
    /// <param name="gateways">The names of the gateways.</param>
    /// <param name="resources">The names of all resources that have a health check, including the gateways.</param>
    public ReadinessState(int servers, IEnumerable<string> gateways, IEnumerable<string> resources)
    {
        _servers = servers;
        _usable = new(gateways.Select(name => KeyValuePair.Create(name, default(int?))), StringComparer.Ordinal);
        _unhealthy = new(resources, StringComparer.Ordinal);
    }

    /// <summary>A description of what is missing for each resource; empty if nothing is missing.</summary>
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

    /// <summary>Records the response of a gateway.</summary>
    /// <param name="gateway">The name of the gateway.</param>
    /// <param name="usable">The number of servers that it can use; <see langword="null"/> if the gateway is not healthy.</param>
    /// <param name="at">The time since the start.</param>
    public void Observe(string gateway, int? usable, TimeSpan at)
    {
        _usable[gateway] = usable;

        if (usable is not null)
        {
            _firstResponseAt ??= at;
        }
    }

    /// <summary>Records that Aspire's health checks of a resource have passed.</summary>
    public void ObserveHealthy(string resource) => _unhealthy.Remove(resource);

    public bool IsReached(TimeSpan at)
    {
        var isImpatient = _firstResponseAt is { } first && at - first >= Patience;
        var enough = isImpatient ? 1 : _servers;

        return _usable.Values.All(usable => usable >= enough) && (_unhealthy.Count == 0 || isImpatient);
    }
}
