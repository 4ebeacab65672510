using System.Globalization;
using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Timing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>
/// One process of a gateway: the product's own services on virtual time, composed as <c>AddGatewayCluster</c> does. It accepts requests
/// once it knows its servers, or after <see cref="FirstMembership.Longest"/> at the latest.
/// </summary>
internal sealed class SimulatedGateway : IMembershipObserver, IDisposable
{
    private readonly ClusterParts _parts;
    private readonly ClusterState _state;
    private readonly SnapshotPublisher _publisher;
    private readonly MembershipWatcher _watcher;
    private readonly GatewayExchanger _exchanger;
    private readonly LeaseSweeper _sweeper;
    private readonly ServerProber _prober;
    private readonly Action _onListening;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _clients = new();

    /// <param name="name">The name of the gateway.</param>
    /// <param name="process">The number of the process among those of this gateway, from 1.</param>
    /// <param name="parts">The parts that all gateways share.</param>
    /// <param name="onPublished">Called when the gateway has published a snapshot.</param>
    /// <param name="onListening">Called when the gateway begins to accept requests.</param>
    public SimulatedGateway(string name, int process, ClusterParts parts, Action onPublished, Action onListening)
    {
        var (time, options) = (parts.Time, parts.Options);
        var identity = GatewayIdentity.Of(new(name), new(string.Create(CultureInfo.InvariantCulture, $"{name}.{process}")));
        Name = name;
        _parts = parts;
        _onListening = onListening;
        Policy = new(options.Retries, canRefuseStreams: false, time);
        Health = new(options.Health, options.Connect, time, NullLogger<HealthMonitor>.Instance);
        _state = new(options.Placement);
        _state.Published += (_, _) => onPublished();
        var clock = new StoreClock(time);
        _publisher = new(_state, [], new(parts.Snapshots, Load, options.Placement), Health, clock, time);
        var registry = new LinkedRegistry(name, parts.Store, parts.Link, parts.Settings);
        _watcher = new(
            registry,
            [_publisher, this],
            options.Registry,
            time,
            new RandomStream(parts.Seed, $"{identity.Process} watcher"),
            Log<MembershipWatcher>(time));
        _sweeper = new(registry, Health, options.Registry, time, Log<LeaseSweeper>(time));
        var verdicts = new VerdictPublisher(
            new LinkedVerdictLog(name, parts.Store, parts.Link), _state, Health, new(identity, time), identity, time);
        var exchange = new LinkedGatewayExchange(name, parts.Store, parts.Link);
        var policy = new PlacementPolicy([new PlacementSettings(options.Placement, options.Health)]);
        _exchanger = new(
            exchange,
            new(Load, Health, new(_state, policy, new SimulatedDataPlane(), identity, clock, time), identity),
            new(Load, Health, verdicts, new(exchange, _state, identity, time, NullLogger<PeerWatch>.Instance), identity),
            options.Placement,
            time,
            Log<GatewayExchanger>(time));
        var random = new RandomStream(parts.Seed, $"{identity.Process} probes");
        var probe = new SimulatedProbe(parts.FindServer, parts.Network, parts.Settings.ProbeTimeout, time, random);
        _prober = new(_state, Health, probe, time, random, Log<ServerProber>(time));
    }

    public string Name { get; }

    /// <summary>Whether the gateway accepts requests.</summary>
    public bool IsListening { get; private set; }

    public RetryPolicy Policy { get; }

    public HealthMonitor Health { get; }

    public ClusterLoad Load { get; } = new();

    public ServingSnapshot Serving => _state.Serving;

    public ClusterSnapshot Cluster => _state.Cluster;

    public MembershipSnapshot Membership => Cluster.Membership;

    /// <summary>Canceled when the connections of the gateway's clients break.</summary>
    public CancellationToken ClientsGone => _clients.Token;

    public void Start()
    {
        _parts.Time.Start(() => _watcher.RunAsync(_stop.Token));
        _parts.Time.Start(() => _exchanger.RunAsync(_stop.Token));
        _parts.Time.Start(() => _sweeper.RunAsync(_stop.Token));
        if (_parts.Settings.Probes)
        {
            _parts.Time.Start(() => _prober.RunAsync(_stop.Token));
        }

        _parts.Time.After(FirstMembership.Longest, Listen);
    }

    /// <summary>Kills the process: it sends nothing more, and the connections of its clients break.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        IsListening = false;
        Stop();
        _clients.Cancel();
        _watcher.Dispose();
        _exchanger.Dispose();
        _sweeper.Dispose();
        _prober.Dispose();
        _stop.Dispose();
        _clients.Dispose();
    }

    /// <summary>Stops the services. Requests in flight stay as they are.</summary>
    public void Stop()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _publisher.Dispose();
            _parts.Snapshots.Leave(Cluster);
        }
    }

    public Task OnChangedAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        Listen();
        return Task.CompletedTask;
    }

    private void Listen()
    {
        if (!IsListening && !_stop.IsCancellationRequested)
        {
            IsListening = true;
            _onListening();
        }
    }

    private static LoopLog<TLoop> Log<TLoop>(TimeProvider time) =>
        new(new(time, NullLogger<BackgroundFaults>.Instance), NullLogger<TLoop>.Instance);
}
