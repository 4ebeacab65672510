using System.Globalization;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Decides from what gateways and dashboard answered whether users can be told to come. Not thread-safe.</summary>
internal sealed class Readiness
{
    /// <summary>How long a gateway that serves waits for the last of its servers before one is enough, and for the dashboard before it goes without.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int _backends;
    private readonly OrderedDictionary<string, int?> _usable;
    private TimeSpan? _firstAnswerAt;

    public Readiness(int backends, IEnumerable<string> gateways)
    {
        _backends = backends;
        _usable = new(gateways.Select(name => KeyValuePair.Create(name, default(int?))), StringComparer.Ordinal);
    }

    /// <summary>Whether the dashboard has answered.</summary>
    public bool HasDashboard { get; private set; }

    /// <summary>What stands in the way, process by process.</summary>
    public string Missing => string.Join(", ", MissingGateways.Concat(HasDashboard ? [] : [Silent("dashboard")]));

    private IEnumerable<string> MissingGateways => _usable.Where(pair => pair.Value is not { } usable || usable < _backends).Select(pair => pair.Value is { } usable
        ? string.Create(CultureInfo.InvariantCulture, $"{pair.Key} can use {usable} of {_backends} servers")
        : Silent(pair.Key));

    /// <param name="gateway">Its name.</param>
    /// <param name="usable">Null when the gateway is not healthy.</param>
    /// <param name="at">Time since the start.</param>
    public void Observe(string gateway, int? usable, TimeSpan at)
    {
        _usable[gateway] = usable;

        if (usable is not null)
        {
            _firstAnswerAt ??= at;
        }
    }

    public void ObserveDashboard() => HasDashboard = true;

    public bool IsReached(TimeSpan at)
    {
        var isImpatient = _firstAnswerAt is { } first && at - first >= Patience;
        var enough = isImpatient ? 1 : _backends;

        return _usable.Values.All(usable => usable >= enough) && (HasDashboard || isImpatient);
    }

    private static string Silent(string name) => $"{name} does not answer 200 at /healthcheck";
}
