using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>The shared state: the product's own in-memory stores on virtual time. It can lose all data.</summary>
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

    /// <summary>Raised after each membership change, with the membership before and after it.</summary>
    public event Action<MembershipSnapshot, MembershipSnapshot>? Changed;

    /// <summary>Fills the store with a cluster that has been running for a long time.</summary>
    public void Begin(IEnumerable<Server> servers) => Use(new(_time, _events, new(new("epoch-1"), 1, servers)));

    /// <summary>Loses all data, as an emptied Redis does.</summary>
    public void Empty()
    {
        Use(new(_time, _events));
        Exchange = new(_time, _events);
        Verdicts = new(_events);
    }

    /// <summary>Applies a change as an operator would.</summary>
    public void Apply(MembershipChange change) => _ = Registry.ApplyAsync(change, CancellationToken.None);

    /// <summary>Subscribes to changes, until the returned action is called.</summary>
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
