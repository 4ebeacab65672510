using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Gateways;
using LoadBalancer.Simulator.Clusters.Observations;
using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;
using LoadBalancer.Simulator.Keys;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>
/// Simulates a cluster in virtual time. The same scenario gives the same figures in every run and on every machine. Single-threaded.
/// </summary>
internal sealed class ClusterSimulation
{
    /// <summary>
    /// The time before zero in which gateways start, each at its own moment. At zero, when measuring begins, they know the servers and each
    /// other, and their timers are not synchronized.
    /// </summary>
    private static readonly TimeSpan Prelude = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Starting = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    private readonly Scenario _scenario;
    private readonly VirtualTime _time = new(Prelude);
    private readonly Dictionary<ServerId, SimulatedServer> _servers = [];
    private readonly SortedDictionary<string, SimulatedGateway> _gateways = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RequestForwarder> _forwarders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _processes = new(StringComparer.Ordinal);
    private readonly IKeySequence _keys;
    private readonly ClusterParts _parts;
    private readonly Distribution _service;
    private readonly RandomStream _arrivals;
    private readonly SimulationTimeline _timeline;
    private readonly ConvergenceObserver _convergence;
    private readonly AgreementObserver _agreement;
    private readonly PlacementObserver _placements = new();
    private readonly LoadBoundObserver _loads;
    private readonly NewcomerObserver _newcomers;
    private readonly ClusterRecorder _recorder;
    private SimulatedGateway[] _running = [];
    private long _request;
    private int _livingRemoved;

    public ClusterSimulation(Scenario scenario)
    {
        _scenario = scenario;
        _ = Distribution.TryParse(scenario.Servers.Service, out _service);
        _ = Distribution.TryParse(scenario.Network.Servers, out var network);
        _keys = KeyPattern.Parse(scenario.Load.Keys, scenario.Seed);
        _arrivals = new(scenario.Seed, "arrivals");
        Store = new(_time);
        Link = new(_time, scenario.Network, scenario.Seed);
        _parts = new(
            _time, scenario.Settings, new(scenario.Settings), Store, Link, new(_placements.Compare), FindServer, network, scenario.Seed);
        Registration = new(Store, Link, scenario.Settings, _time, new(scenario.Seed, "registration"));
        _timeline = new(_time, scenario.Duration);
        _convergence = new(_time, IsReached);
        _agreement = new(_time, IsReached, _timeline);
        _loads = new(scenario.Settings, _timeline);
        _newcomers = new(_time, scenario.Settings);
        _recorder = new(_time, scenario.Warmup, _timeline, _loads, _newcomers, FindServer);
    }

    public SimulatedStore Store { get; }

    public RegistryLink Link { get; }

    public ServerRegistration Registration { get; }

    /// <summary>The factor by which the request rate of the scenario is multiplied.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>All servers that have ever existed, in the order of their numbers.</summary>
    public IEnumerable<SimulatedServer> Servers => _servers.Values;

    public IEnumerable<string> GatewayNames => _gateways.Keys;

    /// <summary>The fraction of the virtual time that has passed, 0 to 1. Thread-safe.</summary>
    public double Part => Math.Max(0, _time.Elapsed / _scenario.Duration);

    public static string GatewayName(int number) => string.Create(CultureInfo.InvariantCulture, $"gateway-{number}");

    /// <summary>Runs the simulation to its end, or until the token is canceled.</summary>
    public ClusterResult Run(CancellationToken token)
    {
        _time.After(TimeSpan.Zero, Prepare);
        _time.After(Prelude, Begin);
        var isWhole = _time.RunUntil(_scenario.Duration, End, token);
        return ClusterResult.Of(_scenario, isWhole, new(
            _recorder, _timeline, _convergence, _agreement, _placements, _loads, _newcomers, _livingRemoved,
            AgreementObserver.Count(_running), _time));
    }

    public SimulatedServer AddServer()
    {
        var number = _servers.Count + 1;
        var id = new ServerId(string.Create(CultureInfo.InvariantCulture, $"{_scenario.Servers.Prefix}{number}"));
        var zone = 1 + ((number - 1) % _scenario.Servers.Zones);
        var machine = new SimulatedMachine(id, zone, _scenario.Servers.Weight, _scenario.Servers.Workers);
        return _servers[id] = new(machine, _service, _parts.Network, _time, new(_scenario.Seed, id.Value));
    }

    /// <summary>Starts a new process for a server that has none.</summary>
    public void Start(SimulatedServer server)
    {
        server.Start();
        Registration.Join(server);
    }

    public void KillGateway(string name)
    {
        _gateways[name].Dispose();
        Follow();
    }

    /// <summary>Replaces a gateway by a new process.</summary>
    public void StartGateway(string name)
    {
        AddGateway(name);
        _gateways[name].Start();
    }

    /// <summary>
    /// Lets the observers look at the gateways again: one has published, started or died, or its link to the registry has changed.
    /// </summary>
    public void Look()
    {
        if (_time.Elapsed >= TimeSpan.Zero)
        {
            _convergence.Look(_running);
            _agreement.Look(_running);
        }
    }

    private void Prepare()
    {
        for (var i = 0; i < _scenario.Servers.Count; i++)
        {
            AddServer();
        }

        Store.Begin(_servers.Values.Select(server => Registration.RecordOf(server, VirtualTime.Beginning - Age)));
        foreach (var server in _servers.Values)
        {
            Registration.Keep(server);
        }

        var random = new RandomStream(_scenario.Seed, "starts of gateways");
        for (var number = 1; number <= _scenario.Gateways; number++)
        {
            var name = GatewayName(number);
            AddGateway(name);
            _time.After(Starting * random.NextDouble(), _gateways[name].Start);
        }
    }

    private void Begin()
    {
        Store.Changed += OnChanged;
        Look();
        new FaultPlan(this, _time, new(_scenario.Seed, "events")).Schedule(_scenario.Events);
        _time.After(NextArrival(), Arrive);
    }

    private void End()
    {
        foreach (var gateway in _gateways.Values)
        {
            gateway.Stop();
        }
    }

    private void AddGateway(string name)
    {
        var process = _processes[name] = _processes.GetValueOrDefault(name) + 1;
        var gateway = _gateways[name] = new(name, process, _parts, Look, Follow);
        _forwarders[name] = new(gateway, _parts, _recorder, new(_scenario.Seed, $"{name}.{process} requests"));
    }

    private void Follow()
    {
        _running = [.. _gateways.Values.Where(gateway => gateway.IsListening)];
        Look();
    }

    private void OnChanged(MembershipSnapshot before, MembershipSnapshot after)
    {
        _convergence.Begin(after);
        _newcomers.Follow(before, after);
        _livingRemoved += before.Servers.Count(server =>
            after.Find(server.Id) is null
                && FindServer(server.Id) is { IsWell: true, IsStopping: false } living
                && string.Equals(living.Instance, server.Instance, StringComparison.Ordinal));
    }

    private void Arrive()
    {
        var request = _request++;
        _time.After(NextArrival(), Arrive);
        if (_running.Length == 0)
        {
            _recorder.Reject();
            return;
        }

        var gateway = _running[_arrivals.Next(_running.Length)];
        var hash = gateway.Cluster.HashOf(_keys.KeyOf(request));
        _forwarders[gateway.Name].Take(new(gateway, hash, _arrivals.NextDouble() < _scenario.Load.Idempotent, _time.Elapsed));
    }

    private TimeSpan NextArrival()
    {
        var mean = 1 / (_scenario.Load.Rate * RateFactor);
        return TimeSpan.FromSeconds(_scenario.Load.Arrivals == "constant" ? mean : mean * -Math.Log(1 - _arrivals.NextDouble()));
    }

    private bool IsReached(SimulatedGateway gateway) => gateway.IsListening && Link.Reaches(gateway.Name);

    private SimulatedServer? FindServer(ServerId id) => _servers.GetValueOrDefault(id);
}
