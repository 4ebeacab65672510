using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>The network between processes and the registry: messages are delayed, get lost, or are not delivered at all.</summary>
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

    /// <summary>Whether the registry is unreachable for every process.</summary>
    public bool IsUnreachable { get; set; }

    /// <summary>Returns whether a process reaches the registry, apart from lost messages.</summary>
    public bool Reaches(string who) => !IsUnreachable && !_cutOff.Contains(who);

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

    /// <summary>Calls the registry.</summary>
    /// <param name="who">The process that calls.</param>
    /// <param name="atRegistry">Executes the call at the registry, once the request has arrived there.</param>
    /// <param name="token">Cancels the wait.</param>
    /// <exception cref="TimeoutException">The request or the response was not delivered.</exception>
    public async Task<T> CallAsync<T>(string who, Func<Task<T>> atRegistry, CancellationToken token)
    {
        await TravelAsync(who, token);
        var response = await atRegistry();
        await TravelAsync(who, token);
        return response;
    }

    /// <summary>Sends a notification to a process. It may get lost without anyone noticing.</summary>
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

    /// <summary>Delays a message for one direction.</summary>
    /// <exception cref="TimeoutException">The message was not delivered.</exception>
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
