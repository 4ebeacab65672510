using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Health;

/// <summary>
/// The health of each server, combined from this gateway's observations and the other gateways' votes. A restarted server begins without
/// history, and outcomes of its previous process do not count for it. A server whose probes prove its identity stays a member even if its
/// lease expires. Thread-safe.
/// </summary>
internal sealed partial class HealthMonitor(
    IOptions<HealthOptions> options, IOptions<ConnectOptions> connect, TimeProvider timeProvider,
    ILogger<HealthMonitor> logger) : ILivenessEvidence
{
    private const int ProbesBeforeSilence = 3;

    private readonly TimeSpan _connectTimeout = connect.Value.ConnectTimeout;
    private readonly TimeSpan _memory = options.Value.Interval * ProbesBeforeSilence;
    private readonly HealthRules _rules = options.Value.ToRules();
    private readonly int[] _failureStatuses = options.Value.FailureStatuses ?? HealthOptions.DefaultFailureStatuses;
    private readonly ConcurrentDictionary<ServerProcess, ServerMonitor> _monitors = new();
    private readonly UnprovenFailures _unproven = new(options.Value.Window);
    private volatile HashSet<ServerProcess>? _members;
    private (MembershipSnapshot? Membership, ServerProcess[] Names, ServerMonitor[] Monitors) _judged = (null, [], []);
    private volatile Dictionary<ServerProcess, Votes> _doubted = [];
    private readonly ConcurrentDictionary<ServerProcess, bool> _suspects = new();
    private volatile bool _isPanic;
    private OtherGateways _others = OtherGateways.None;
    private volatile ProbeShare _share = new([], new("self"));

    /// <summary>Raised when a verdict may have changed, on the thread that noticed it.</summary>
    public event Action? Changed;

    /// <summary>
    /// Raised when this gateway's verdict on a server has changed, on the thread that noticed it. Handlers must return at once and not
    /// throw.
    /// </summary>
    public event Action<Server, HealthTransition>? VerdictChanged;

    /// <summary>Raised when a probe has ended, by the prober.</summary>
    public event Action<Server, ProbeResult>? Probed;

    /// <summary>How often each server is probed.</summary>
    public TimeSpan ProbeInterval { get; } = options.Value.Interval;

    /// <summary>The share of the servers that this gateway probes.</summary>
    public ProbeShare Share => _share;

    /// <summary>
    /// Returns the monitor of a server: the same one for each record of the same process. O(1); does not allocate for a member that was
    /// requested before.
    /// </summary>
    public ServerMonitor Of(Server server)
    {
        var name = ServerProcess.Of(server);
        return _monitors.TryGetValue(name, out var monitor) ? monitor
            : _members is not { } members || members.Contains(name) ? Adopt(name)
            : ServerMonitor.Retired(_rules);
    }

    /// <summary>Whether a response with this status counts as a failure of the server. O(statuses); does not allocate.</summary>
    public bool IsFailure(int status) => _failureStatuses.AsSpan().Contains(status);

    /// <summary>Processes the end of an attempt.</summary>
    public void Observe(in AttemptEnd end)
    {
        var (monitor, now) = (Of(end.Server), timeProvider.GetUtcNow());
        if (end.Outcome == AttemptOutcome.Responded && !IsFailure(end.Status))
        {
            monitor.Succeed(now);
        }
        else if (Fails(monitor, end, now) is { } change)
        {
            Change(end.Server, monitor, change);
        }
    }

    /// <summary>Processes the result of a probe.</summary>
    public void Observe(Server server, ProbeResult result)
    {
        Probed?.Invoke(server, result);
        var (monitor, now) = (Of(server), timeProvider.GetUtcNow());
        if (monitor.Probe(result, now) is { } change)
        {
            Change(server, monitor, change);
        }
    }

    /// <summary>
    /// Returns this gateway's votes: the servers that it finds healthy by its own probes, and those that it finds unhealthy.
    /// </summary>
    public (ImmutableArray<ServerProcess> Up, ImmutableArray<ServerProcess> Down) Vote()
    {
        var now = timeProvider.GetUtcNow();
        var (up, down) = (ImmutableArray.CreateBuilder<ServerProcess>(), ImmutableArray.CreateBuilder<ServerProcess>());
        foreach (var (name, monitor) in _monitors)
        {
            if (monitor.State.ReasonAt(now) != HealthReason.Healthy)
            {
                down.Add(name);
            }
            else if (monitor.HasPassedSince(now - _memory))
            {
                up.Add(name);
            }
        }

        return (up.DrainToImmutable(), down.DrainToImmutable());
    }

    /// <summary>Applies the votes of the other gateways.</summary>
    public void Hear(GatewayProcess self, OtherGateways others)
    {
        var before = _others;
        _others = others;
        if (!before.Gateways.ToHashSet().SetEquals(others.Gateways))
        {
            _share = new(others.Gateways, self);
        }

        // Votes have no effect while all of them are for a server.
        var doubted = others.Votes.Where(vote => vote.Value.Down > 0).ToDictionary();
        var last = _doubted;
        _doubted = doubted;
        if (doubted.Count != last.Count || doubted.Any(vote => last.GetValueOrDefault(vote.Key) != vote.Value))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>The processes that another gateway finds unhealthy.</summary>
    public IEnumerable<ServerProcess> Doubted => _doubted.Keys;

    /// <summary>
    /// Whether another gateway finds a server unhealthy that this gateway finds healthy, so that it should be probed again.
    /// </summary>
    public bool IsDisputed(Server server) =>
        _doubted.ContainsKey(ServerProcess.Of(server)) && Of(server).State.ReasonAt(timeProvider.GetUtcNow()) == HealthReason.Healthy;

    /// <summary>
    /// Processes that a request has waited for a server's response for a time: if the server has responded to nothing in this time, it may
    /// hang, and the prober probes it at once.
    /// </summary>
    /// <returns>Whether the server is suspected to hang.</returns>
    public bool Suspect(Server server, TimeSpan waited)
    {
        var (monitor, now) = (Of(server), timeProvider.GetUtcNow());
        if (monitor.HasSucceededSince(now - waited))
        {
            return false;
        }

        if (!monitor.IsRetired && monitor.State.ReasonAt(now) == HealthReason.Healthy)
        {
            _suspects.TryAdd(ServerProcess.Of(server), value: true);
        }

        return true;
    }

    /// <summary>Removes and returns the processes that are suspected to hang.</summary>
    public ServerProcess[] TakeSuspects()
    {
        if (_suspects.IsEmpty)
        {
            return [];
        }

        var taken = _suspects.Keys.ToArray();
        foreach (var name in taken)
        {
            _suspects.TryRemove(name, out _);
        }

        return taken;
    }

    /// <summary>Whether the last probe of a member failed, but not yet enough of them to find it unhealthy.</summary>
    public bool IsUndecided(Server server) => Of(server) is { IsRetired: false, State: { IsProbedDown: false, Contradictions: > 0 } };

    /// <summary>
    /// Whether this gateway finds a server unhealthy, so that requests need not wait for it; <see langword="false"/> in panic mode, in
    /// which unhealthy servers are used.
    /// </summary>
    public bool IsLost(Server server) => !_isPanic && Of(server).State.ReasonAt(timeProvider.GetUtcNow()) != HealthReason.Healthy;

    /// <inheritdoc />
    public bool IsAlive(Server server)
    {
        var now = timeProvider.GetUtcNow();
        return _monitors.TryGetValue(ServerProcess.Of(server), out var monitor)
            && monitor.HasBeenProvenSince(now - _memory)
            && IsSeenWell(monitor, now);
    }

    /// <summary>Returns this gateway's failure on a server that it finds unhealthy; none if it finds the server healthy.</summary>
    public Failure FailureOf(Server server) =>
        _monitors.TryGetValue(ServerProcess.Of(server), out var monitor) ? monitor.State.FailureAt(timeProvider.GetUtcNow()) : default;

    /// <summary>Returns this gateway's failure on each server that it finds unhealthy.</summary>
    public IEnumerable<(ServerId Id, Failure Failure)> Failures()
    {
        var now = timeProvider.GetUtcNow();
        return _monitors.Select(entry => (entry.Key.Server, entry.Value.State.FailureAt(now)))
            .Where(one => !one.Item2.IsNone).DistinctBy(one => one.Server);
    }

    /// <summary>Determines the health of a membership, and when the next ejection ends. Not thread-safe.</summary>
    public (ClusterHealth Health, DateTimeOffset? Until) Judge(MembershipSnapshot membership, DateTimeOffset now)
    {
        var ((names, monitors), doubted) = (MembersOf(membership), _doubted);
        for (var server = 0; server < monitors.Length; server++)
        {
            if (monitors[server].Look(now) is { } change)
            {
                Report(membership.Servers[server], monitors[server], change);
            }
        }

        ImmutableArray<HealthReason> reasons = [.. monitors.Select((monitor, server) => ClusterHealth.Combine(
            monitor.State.ReasonAt(now), IsSeenWell(monitor, now), doubted.GetValueOrDefault(names[server])))];
        var ends = monitors.Select(monitor => monitor.State.EjectedUntil).Where(end => end > now);
        var health = ClusterHealth.Of(reasons, server => membership.Servers[server].State == ServerState.Active, _rules);
        _isPanic = health.IsPanic;
        return (health, ends.Min(end => (DateTimeOffset?)end));
    }

    /// <summary>Returns the processes of a membership and their monitors. O(servers) for a new membership, otherwise O(1).</summary>
    private (ServerProcess[] Names, ServerMonitor[] Monitors) MembersOf(MembershipSnapshot membership)
    {
        if (!ReferenceEquals(membership, _judged.Membership))
        {
            var names = membership.Servers.Select(ServerProcess.Of).ToArray();
            Forget(names);
            _judged = (membership, names, [.. names.Select(Adopt)]);
        }

        return (_judged.Names, _judged.Monitors);
    }

    /// <returns>The change of the verdict, if it has changed.</returns>
    private HealthTransition? Fails(ServerMonitor monitor, in AttemptEnd end, DateTimeOffset now) => end.Outcome switch
    {
        // A failure of the client, or a response that is too large by the gateway's own limit, says nothing about the server.
        AttemptOutcome.ClientFailed or AttemptOutcome.HeadTooLarge => null,

        // Another server was faster, which may have many reasons.
        AttemptOutcome.Overtaken => null,

        // The gateway has ended the attempt because the server's time to drain was over.
        AttemptOutcome.LeftBeforeResponse or AttemptOutcome.LeftWithinResponse => null,

        // A server may close an idle connection at any time.
        AttemptOutcome.IdleClosed => null,

        // Many simultaneous connections overflow a server's accept queue; a server that still responds to requests is not down.
        AttemptOutcome.ConnectTimedOut when monitor.HasSucceededSince(now - _connectTimeout) => null,
        _ => end.IsProven || !MayBeTheRequests(end.Outcome) || _unproven.Counts(ServerProcess.Of(end.Server), end.Key, now)
            ? monitor.Fail(end.Failure, now, end.Outcome is AttemptOutcome.Malformed or AttemptOutcome.MalformedContent)
            : null,
    };

    /// <summary>Whether the request itself may have caused the outcome. A response here has a status that counts as a failure.</summary>
    private static bool MayBeTheRequests(AttemptOutcome outcome) =>
        outcome == AttemptOutcome.Responded || RetryRules.MayBeTheRequests(outcome);

    private bool IsSeenWell(ServerMonitor monitor, DateTimeOffset now) =>
        monitor.HasPassedSince(now - _memory) && monitor.State.ReasonAt(now) == HealthReason.Healthy;

    private ServerMonitor Adopt(ServerProcess name) => _monitors.GetOrAdd(name, static (_, rules) => new(rules), _rules);

    private void Change(Server server, ServerMonitor monitor, in HealthTransition change)
    {
        if (!monitor.IsRetired)
        {
            Report(server, monitor, change);
            Changed?.Invoke();
        }
    }

    private void Report(Server server, ServerMonitor monitor, in HealthTransition change)
    {
        var (reason, failure) = (change.To, change.Failure);
        VerdictChanged?.Invoke(server, change);
        if (!monitor.TryMarkLogged(isHealthy: reason == HealthReason.Healthy))
        {
            return;
        }

        if (reason == HealthReason.Healthy)
        {
            LogHealthy(server.Id);
        }
        else
        {
            LogUnhealthy(server.Id, HealthReasons.TextOf(reason), failure);
            if (failure.Exception is { } exception)
            {
                LogException(exception, server.Id);
            }
        }
    }

    private void Forget(ServerProcess[] present)
    {
        var members = present.ToHashSet();
        _members = members;
        foreach (var name in _monitors.Keys.Where(name => !members.Contains(name)))
        {
            if (_monitors.TryRemove(name, out var left))
            {
                left.Retire();
            }
        }
    }

    [LoggerMessage(3201, LogLevel.Information, "Server {Id} is healthy again")]
    private partial void LogHealthy(ServerId id);

    [LoggerMessage(3202, LogLevel.Warning, "Server {Id} is unhealthy: {Reason}; the last failure: {Failure}")]
    private partial void LogUnhealthy(ServerId id, string reason, Failure failure);

    [LoggerMessage(3203, LogLevel.Debug, "The exception that made server {Id} unhealthy")]
    private partial void LogException(Exception exception, ServerId id);
}
