using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Health;

/// <summary>
/// Probes this gateway's share of the servers, each at its own interval with some jitter, and immediately probes a server that another
/// gateway finds unhealthy and this one does not, and one that requests suspect to hang. A probe that times out is repeated at once.
/// Examines all servers only after a change, and otherwise only those that are due.
/// </summary>
internal sealed class ServerProber(
    ClusterState state, HealthMonitor health, IServerProbe probe, TimeProvider timeProvider, Random random, LoopLog<ServerProber> log)
    : BackgroundService
{
    private const double Jitter = 0.1;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    /// <summary>The least time between probes of a server that is suspected to hang; each is a slow server at worst.</summary>
    private static readonly TimeSpan LeastBetween = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ServerId, Schedule> _schedules = [];
    private readonly PriorityQueue<Schedule, DateTimeOffset> _due = new();
    private readonly TimeSpan _interval = health.ProbeInterval;
    private ServingSnapshot? _seen;
    private MembershipSnapshot? _membership;
    private ProbeShare? _share;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>
    /// Runs until the token is cancelled. A simulation in virtual time calls this on its own thread, while
    /// <see cref="BackgroundService.StartAsync"/> begins on a pool thread.
    /// </summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick < _interval ? Tick : _interval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Probe(timeProvider.GetUtcNow(), stoppingToken);
            }
            catch (Exception exception) when (!StoreFailure.IsStop(exception, stoppingToken))
            {
                log.RecordFault(exception);
            }
        }
    }

    private void Probe(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (serving, share) = (state.Serving, health.Share);
        if (!ReferenceEquals(serving, _seen) || !ReferenceEquals(share, _share))
        {
            Follow(serving.Cluster.Membership, share, now);

            // A dispute begins and ends with a verdict of this or another gateway, and each change of a verdict publishes a snapshot. While
            // a dispute lasts, each tick checks again.
            var isDisputed = ProbeDisputed(now, cancellationToken);
            _seen = isDisputed ? null : serving;
            _share = share;
        }

        foreach (var name in health.TakeSuspects())
        {
            if (ScheduleOf(name) is { Running.IsCompleted: true } suspected && suspected.Began <= now - LeastBetween)
            {
                Probe(suspected, now, cancellationToken);
            }
        }

        while (_due.TryPeek(out var schedule, out var due) && due <= now)
        {
            _due.Dequeue();
            schedule.IsQueued = schedule.IsIncluded;
            if (schedule.IsIncluded)
            {
                Consider(schedule, now, cancellationToken);
                _due.Enqueue(schedule, schedule.Due);
            }
        }
    }

    /// <summary>
    /// Applies the membership and this gateway's share of it. O(1) if neither has changed, O(servers × gateways) for a new share.
    /// </summary>
    private void Follow(MembershipSnapshot membership, ProbeShare share, DateTimeOffset now)
    {
        var isSameShare = ReferenceEquals(share, _share);
        if (isSameShare && ReferenceEquals(membership, _membership))
        {
            return;
        }

        _membership = membership;
        foreach (var id in _schedules.Keys.Where(id => membership.Find(id) is null).ToArray())
        {
            _schedules.Remove(id, out var left);
            left!.IsIncluded = false;
        }

        foreach (var server in membership.Servers)
        {
            var isKnown = _schedules.TryGetValue(server.Id, out var schedule)
                && ServerProcess.Of(schedule.Server) == ServerProcess.Of(server);
            if (!isKnown)
            {
                // A new process of a server does not wait for a probe of the previous one.
                schedule?.IsIncluded = false;

                // Spread over the first interval, so that servers that joined together are not always probed together.
                _schedules[server.Id] = schedule = new() { Server = server, Due = now + (_interval * random.NextDouble()) };
            }

            schedule!.Server = server;
            schedule.IsIncluded = isKnown && isSameShare ? schedule.IsIncluded : share.Includes(server.Id);
            if (schedule.IsIncluded && !schedule.IsQueued)
            {
                schedule.IsQueued = true;
                _due.Enqueue(schedule, schedule.Due);
            }
        }
    }

    /// <returns>Whether there are any disputes.</returns>
    private bool ProbeDisputed(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = false;
        foreach (var name in health.Doubted)
        {
            if (ScheduleOf(name) is not { } schedule || !health.IsDisputed(schedule.Server))
            {
                continue;
            }

            found = true;
            if (schedule.Running.IsCompleted)
            {
                Probe(schedule, now, cancellationToken);
            }
        }

        return found;
    }

    private Schedule? ScheduleOf(ServerProcess name) =>
        _schedules.TryGetValue(name.Server, out var schedule) && ServerProcess.Of(schedule.Server) == name ? schedule : null;

    /// <summary>
    /// Probes a server if it is due. A server that was probed early is not due yet; one whose probe is still running is checked again at
    /// the next tick.
    /// </summary>
    private void Consider(Schedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (schedule.Due <= now && schedule.Running.IsCompleted)
        {
            Probe(schedule, now, cancellationToken);
        }
        else if (schedule.Due <= now)
        {
            schedule.Due = now + Tick;
        }
    }

    private void Probe(Schedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        schedule.Due = now + (_interval * (1 + (Jitter * ((2 * random.NextDouble()) - 1))));
        schedule.Began = now;
        schedule.Running = ProbeAsync(schedule.Server, cancellationToken);
    }

    /// <summary>
    /// Probes a server. A server that does not respond is a result; an exception says nothing about the server. After a timeout, which has
    /// taken long already, the next probe decides at once.
    /// </summary>
    private async Task ProbeAsync(Server server, CancellationToken cancellationToken)
    {
        try
        {
            ProbeResult result;
            do
            {
                result = await probe.ProbeAsync(server, cancellationToken);
                health.Observe(server, result);
            }
            while (result.IsTimeout && health.IsUndecided(server));
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            log.RecordFault(exception);
        }
    }

    private sealed class Schedule
    {
        public required Server Server { get; set; }

        public DateTimeOffset Due { get; set; }

        /// <summary>When the last probe began.</summary>
        public DateTimeOffset Began { get; set; }

        /// <summary>Whether this gateway probes the server.</summary>
        public bool IsIncluded { get; set; }

        /// <summary>
        /// Whether the schedule is queued. It is queued once, with the due time at that moment; <see cref="Due"/> may have changed since.
        /// </summary>
        public bool IsQueued { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
