using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>The way to the registry: messages take time, get lost, or do not come through at all.</summary>
internal sealed class RegistryLink
{
    private readonly VirtualTime _time;
    private readonly Distribution _delay;
    private readonly NetworkSection _network;
    private readonly RandomStream _random;
    private readonly HashSet<string> _cutOff = new(StringComparer.Ordinal);

    public RegistryLink(VirtualTime time, NetworkSection network, int seed)
    {
        (_time, _network, _random) = (time, network, new(seed, "registry link"));
        _ = Distribution.TryParse(network.Registry, out _delay);
    }

    /// <summary>Whether nobody reaches the registry.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether somebody reaches it, lost messages aside.</summary>
    public bool Reaches(string who) => !IsAway && !_cutOff.Contains(who);

    public void CutOff(string who, bool isCutOff)
    {
        if (isCutOff)
        {
            _cutOff.Add(who);
        }
        else
        {
            _cutOff.Remove(who);
        }
    }

    /// <summary>Asks the registry. Either the response comes, or, after the timeout, nothing.</summary>
    public void Call<T>(string who, Func<T> atRegistry, Action<T> onResponse, Action onFailure)
    {
        if (!Reaches(who) || IsLost())
        {
            _time.After(_network.RegistryTimeout, onFailure);
            return;
        }

        _time.After(_delay.Draw(_random), () =>
        {
            var answer = Reaches(who) ? atRegistry() : default;
            if (!Reaches(who) || IsLost())
            {
                _time.After(_network.RegistryTimeout, onFailure);
                return;
            }

            _time.After(_delay.Draw(_random), () => onResponse(answer!));
        });
    }

    /// <summary>Tells somebody something; nobody notices if it gets lost.</summary>
    public void Hint(string who, Action onHint)
    {
        if (Reaches(who) && !IsLost())
        {
            _time.After(_delay.Draw(_random), () =>
            {
                if (Reaches(who))
                {
                    onHint();
                }
            });
        }
    }

    private bool IsLost() => _network.RegistryLoss > 0 && _random.Next() < _network.RegistryLoss;
}
