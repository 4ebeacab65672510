using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>
/// A gateway as far as it decides: follows the membership, exchanges load and verdicts, publishes snapshots. What it decides
/// with is Core's; the loops are wired as in <c>MembershipWatcher</c>, <c>GatewayExchanger</c> and <c>SnapshotPublisher</c>.
/// </summary>
internal sealed class SimulatedGateway
{
    private readonly VirtualTime _time;
    private readonly SettingsSection _settings;
    private readonly SimulatedRegistry _registry;
    private readonly RegistryLink _link;
    private readonly ReportBoard _board;
    private readonly SnapshotCache _cache;
    private readonly RandomStream _random;
    private readonly ClusterParts _parts;
    private readonly Action _onPublished;
    private MembershipHistory _history = MembershipHistory.Unknown;
    private IReadOnlyList<string> _others = [];
    private DateTimeOffset _learnt;
    private long _nextPublish;
    private long _reads;
    private bool _reading;
    private bool _readAgain;
    private bool _republishing;

    public SimulatedGateway(string name, ClusterParts parts, Action onPublished)
    {
        (Name, _time, _settings, _registry, _link, _board, _cache) = (name, parts.Time, parts.Settings, parts.Registry, parts.Link, parts.Board, parts.Cache);
        _random = new(parts.Seed, name);
        _parts = parts;
        _onPublished = onPublished;
        Health = new(_settings, _time);
        Prober = new(this, Health, parts.FindServer, parts.Network, _settings, _time, _random);
        Cluster = ClusterSnapshot.Create(MembershipSnapshot.Empty, _settings.Algorithm);
    }

    public string Name { get; }

    public bool IsRunning { get; private set; } = true;

    public GatewayHealth Health { get; }

    public GatewayProber Prober { get; }

    public ClusterLoad Load { get; } = new();

    public ClusterSnapshot Cluster { get; private set; }

    public LoadBound? Bound { get; private set; }

    public MembershipSnapshot Membership => Cluster.Membership;

    /// <summary>Begins with what the registry has, as one does that has been running for long.</summary>
    /// <param name="others">The gateways that it knows of.</param>
    public void Begin(IReadOnlyList<string> others)
    {
        (_others, _learnt) = (others, _time.Now);
        Observe(_registry.Membership);
        Loop();
    }

    public void Kill() => IsRunning = false;

    /// <summary>Somebody has told it that the membership has changed.</summary>
    public void OnHint()
    {
        if (IsRunning && _settings.Hints)
        {
            Read();
        }
    }

    /// <summary>A verdict may have changed: a snapshot is made once for all that change at this moment.</summary>
    public void Republish()
    {
        if (!_republishing)
        {
            _republishing = true;
            _time.After(TimeSpan.Zero, () => Publish(Membership));
        }
    }

    private void Loop()
    {
        SchedulePoll(_settings.PollInterval * _random.Next());
        _time.Every(_settings.LoadInterval * _random.Next(), () => _settings.LoadInterval, WhileRunning(Exchange));
        _time.Every(_settings.SweepInterval * _random.Next(), () => _settings.SweepInterval, WhileRunning(Sweep));
    }

    private Func<bool> WhileRunning(Action what) => () =>
    {
        if (IsRunning)
        {
            what();
        }

        return IsRunning;
    };

    /// <summary>Polls count from the last read.</summary>
    private void SchedulePoll(TimeSpan wait)
    {
        var read = _reads;
        _time.After(wait, () =>
        {
            if (IsRunning && read == _reads)
            {
                Read();
            }
        });
    }

    /// <summary>One read at a time: hints that come meanwhile make one more.</summary>
    private void Read()
    {
        if (_reading)
        {
            _readAgain = true;
            return;
        }

        (_reading, _readAgain) = (true, false);
        _reads++;
        _link.Call(Name, () => _registry.Membership, OnRead, OnUnreachable);
    }

    private void OnUnreachable()
    {
        _history = _history.StoreIsAway();
        EndRead();
    }

    private void OnRead(MembershipSnapshot read)
    {
        if (IsRunning)
        {
            Observe(read);
            EndRead();
        }
    }

    private void EndRead()
    {
        _reading = false;
        if (_readAgain)
        {
            Read();
        }
        else
        {
            SchedulePoll(_settings.PollInterval);
        }
    }

    private void Observe(MembershipSnapshot read)
    {
        if (!_settings.Recovery)
        {
            Publish(read);
            return;
        }

        var before = _history.Current;
        _history = _history.Observe(read, _time.Elapsed, _settings.RecoveryTime, out _);
        if (_history.Repair is { } repair)
        {
            _link.Call(Name, () => _registry.Apply(repair), transition => OnRepaired(transition), () => { });
        }

        if (!ReferenceEquals(before, _history.Current))
        {
            Publish(_history.Current);
        }
    }

    private void OnRepaired(MembershipTransition transition)
    {
        if (IsRunning && transition.Outcome == MembershipOutcome.Applied)
        {
            Observe(transition.Membership);
        }
    }

    private void Exchange()
    {
        var (up, down) = Health.Vote();
        var report = new GatewayReport(Name, Load.ReadHere(), up, down);
        _link.Call(Name, () => _board.Exchange(report), Hear, () =>
        {
            if (_time.Now - _learnt >= ReportBoard.Lifetime)
            {
                Take(OtherGateways.None);
            }
        });
    }

    private void Hear(OtherGateways others)
    {
        _learnt = _time.Now;
        Take(others);
    }

    private void Take(OtherGateways others)
    {
        if (!IsRunning)
        {
            return;
        }

        Load.SetElsewhere(others.InFlight);
        _others = others.Gateways;
        Prober.Follow(Membership, _others);
        if (Health.Hear(others))
        {
            Republish();
        }

        Prober.LookAtDisputed();
    }

    private void Sweep()
    {
        foreach (var server in _link.Reaches(Name) ? _registry.Leases.Sweep(_registry.Membership, _settings.SweepInterval, _settings.LeaseEvidence ? Health.IsSeenWell : null) : [])
        {
            _registry.Apply(new MembershipChange.Expire(server.Id, server.Instance!));
        }
    }

    private void Publish(MembershipSnapshot membership)
    {
        _republishing = false;
        if (!IsRunning)
        {
            return;
        }

        Health.Forget(membership);
        var (health, ejectedUntil) = Health.Judge(membership);
        var (weights, step) = _parts.Weights.At(membership);
        var algorithm = membership.Algorithm ?? _settings.Algorithm;
        Cluster = _cache.Next(Cluster, membership, algorithm, weights, health);
        Bound = _settings.LoadFactor == 0 ? null : new LoadBound(Cluster, Load, _settings.LoadFactor, _settings.LoadFloor);
        Prober.Follow(membership, _others);
        _onPublished();
        Schedule(step < ejectedUntil || ejectedUntil is null ? step : ejectedUntil);
    }

    private void Schedule(DateTimeOffset? due)
    {
        var publish = ++_nextPublish;
        if (due is { } at)
        {
            _time.After(at - _time.Now, () =>
            {
                if (publish == _nextPublish)
                {
                    Republish();
                }
            });
        }
    }
}
