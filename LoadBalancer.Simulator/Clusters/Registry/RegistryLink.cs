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
        _time = time;
        _network = network;
        _random = new(seed, "registry link");
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

    /// <summary>Asks the registry.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="atRegistry">What the registry does once the request has come there.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="TimeoutException">The request or the response did not come through.</exception>
    public async Task<T> CallAsync<T>(string who, Func<Task<T>> atRegistry, CancellationToken token)
    {
        await TravelAsync(who, token);
        var response = await atRegistry();
        await TravelAsync(who, token);
        return response;
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

    /// <summary>One way.</summary>
    private async Task TravelAsync(string who, CancellationToken token)
    {
        if (Reaches(who) && !IsLost())
        {
            await _time.DelayAsync(_delay.Draw(_random), token);
            if (Reaches(who))
            {
                return;
            }
        }

        await _time.DelayAsync(_network.RegistryTimeout, token);
        throw new TimeoutException("The registry did not respond in time.");
    }

    private bool IsLost() => _network.RegistryLoss > 0 && _random.NextDouble() < _network.RegistryLoss;
}
