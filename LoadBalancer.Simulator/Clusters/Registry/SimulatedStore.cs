using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>The shared state: the product's own in-memory stores on virtual time. It can lose everything.</summary>
internal sealed class SimulatedStore
{
    private readonly VirtualTime _time;
    private readonly InMemoryEventLog _events = new();
    private readonly List<Action> _hints = [];

    public SimulatedStore(VirtualTime time)
    {
        _time = time;
        Registry = new(time, _events);
        Exchange = new(time, _events);
        Verdicts = new(_events);
    }

    public InMemoryServerRegistry Registry { get; private set; }

    public InMemoryGatewayExchange Exchange { get; private set; }

    public InMemoryVerdictLog Verdicts { get; private set; }

    public MembershipSnapshot Membership { get; private set; } = MembershipSnapshot.Empty;

    /// <summary>A change was made: what was, and what is.</summary>
    public event Action<MembershipSnapshot, MembershipSnapshot>? Changed;

    /// <summary>Puts a cluster there that has been running for long.</summary>
    public void Begin(IEnumerable<Server> servers) => Use(new(_time, _events, new("epoch-1", 1, servers)));

    /// <summary>Loses everything, as a store does that was emptied.</summary>
    public void Empty()
    {
        Use(new(_time, _events));
        Exchange = new(_time, _events);
        Verdicts = new(_events);
    }

    /// <summary>Makes a change as an operator does.</summary>
    public void Apply(MembershipChange change) => _ = Registry.ApplyAsync(change, CancellationToken.None);

    /// <summary>Calls back at each change, until what is returned is called.</summary>
    public Action Subscribe(Action onChanged)
    {
        _hints.Add(onChanged);
        return () => _hints.Remove(onChanged);
    }

    private void Use(InMemoryServerRegistry registry)
    {
        Registry = registry;
        Membership = registry.Membership;
        _ = registry.SubscribeAsync(OnChanged, CancellationToken.None);
    }

    private void OnChanged()
    {
        var before = Membership;
        Membership = Registry.Membership;
        Changed?.Invoke(before, Membership);
        _hints.ForEach(hint => hint());
    }
}
