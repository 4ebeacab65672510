using System.Globalization;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Decides from what the gateways answered whether users can be told to come. Not thread-safe.</summary>
internal sealed class Readiness
{
    /// <summary>How long a gateway that serves waits for the last of its servers before one is enough.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int _backends;
    private readonly OrderedDictionary<string, int?> _usable;
    private TimeSpan? _firstAnswerAt;

    public Readiness(int backends, IEnumerable<string> gateways)
    {
        _backends = backends;
        _usable = new(gateways.Select(name => KeyValuePair.Create(name, default(int?))), StringComparer.Ordinal);
    }

    /// <summary>What stands in the way, gateway by gateway.</summary>
    public string Missing => string.Join(", ", _usable.Where(pair => pair.Value is not { } usable || usable < _backends).Select(pair => pair.Value is { } usable
        ? string.Create(CultureInfo.InvariantCulture, $"{pair.Key} can use {usable} of {_backends} servers")
        : $"{pair.Key} does not answer 200 at /healthcheck"));

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

    public bool IsReached(TimeSpan at)
    {
        var enough = _firstAnswerAt is { } first && at - first >= Patience ? 1 : _backends;

        return _usable.Values.All(usable => usable >= enough);
    }
}
