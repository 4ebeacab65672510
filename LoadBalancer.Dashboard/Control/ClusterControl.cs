using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.Preview;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Control;

/// <summary>
/// The operations on the cluster. Failures and conflicts with other changes are outcomes, not exceptions. Completed operations
/// are in the events, with their author; the page shows them at once. Thread-safe.
/// </summary>
internal sealed partial class ClusterControl(
    IServerRegistry registry,
    IReplicaStore replicas,
    IGatewayExchange gateways,
    ReadSignal reread,
    TimeProvider timeProvider,
    LoopLog<ClusterControl> log)
{
    private readonly ILogger _logger = log.Logger;
    private bool _isUnreachable;

    /// <summary>Adds a server at a URL. An id that is taken is rejected, even if it is taken concurrently.</summary>
    public Task<ControlResult> AddAsync(NewServer server, ControlRequest request, CancellationToken cancellationToken) =>
        PutAsync(server, RejectMember, request, cancellationToken);

    /// <summary>
    /// Adds a server at a URL, or changes an existing one. An existing server keeps its lease and state; without a weight or a health check
    /// it keeps those too. At a different URL it is a different process: active, and without a lease.
    /// </summary>
    public Task<ControlResult> PutAsync(NewServer server, ControlRequest request, CancellationToken cancellationToken) =>
        PutAsync(server, static _ => null, request, cancellationToken);

    /// <summary>
    /// Like <see cref="PutAsync(NewServer, ControlRequest, CancellationToken)"/>, on the condition that the member is unchanged since it
    /// was seen.
    /// </summary>
    public Task<ControlResult> ReplaceAsync(NewServer server, Server seen, ControlRequest request, CancellationToken cancellationToken) =>
        PutAsync(server, present => ServerChange.Describe(seen, present), request, cancellationToken);

    public Task<ControlResult> SetWeightAsync(ServerId id, int weight, ControlRequest request, CancellationToken cancellationToken) =>
        GuardAsync(() => ApplyAsync(new MembershipChange.SetWeight(id, weight), request, cancellationToken), cancellationToken);

    /// <summary>Drains a server: it receives no new requests and finishes those it has.</summary>
    public Task<ControlResult> DrainAsync(ServerId id, ControlRequest request, CancellationToken cancellationToken) =>
        GuardAsync(
            () => ApplyAsync(new MembershipChange.SetState(id, ServerState.Draining), request, cancellationToken), cancellationToken);

    public Task<ControlResult> ActivateAsync(ServerId id, ControlRequest request, CancellationToken cancellationToken) =>
        GuardAsync(() => ApplyAsync(new MembershipChange.SetState(id, ServerState.Active), request, cancellationToken), cancellationToken);

    public Task<ControlResult> RemoveAsync(ServerId id, ControlRequest request, CancellationToken cancellationToken) =>
        GuardAsync(() => ApplyAsync(new MembershipChange.Leave(id), request, cancellationToken), cancellationToken);

    /// <summary>Sets the placement algorithm of all gateways from one version on.</summary>
    public Task<ControlResult> SetAlgorithmAsync(
        PlacementAlgorithm algorithm, ControlRequest request, CancellationToken cancellationToken) =>
        ApplyAsync(PlacementEdits.None with { Algorithm = algorithm }, request, cancellationToken);

    /// <summary>Applies all edits under one new version, or none. The result has the membership before.</summary>
    public Task<ControlResult> ApplyAsync(PlacementEdits edits, ControlRequest request, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            MembershipSnapshot? before = null;
            var result = await ApplyAsync(
                membership =>
                {
                    before = membership;
                    return edits.FindMissingUrl(membership) is { } missing
                        ? (null, new(ControlOutcome.Invalid, membership, missing))
                        : (edits.ToChange(membership, at: null), null);
                },
                request,
                cancellationToken);
            return result.Outcome == ControlOutcome.Applied ? result with { Before = before } : result;
        },
        cancellationToken);

    /// <summary>Sets the number of servers that the orchestrator keeps running.</summary>
    public Task<ControlResult> SetReplicasAsync(int count, string by, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            var status = await replicas.ReadAsync(cancellationToken);
            if (CheckCount(count, status.Orchestrator) is { } reason)
            {
                return RejectCount(reason);
            }

            if (status.Orchestrator is null)
            {
                return new(
                    ControlOutcome.Conflict,
                    null,
                    "No orchestrator follows this number: the servers were started by other means, which determine how many run.");
            }

            await replicas.SetWantedAsync(count, by, cancellationToken);
            reread.Set();
            return new(status.Wanted == count ? ControlOutcome.Unchanged : ControlOutcome.Applied, null);
        },
        cancellationToken);

    /// <summary>Removes a gateway that does not report from the list. It returns by itself if it reports again.</summary>
    public Task<ControlResult> ForgetGatewayAsync(GatewayId name, string by, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            var outcome = await gateways.ForgetAsync(name, by, cancellationToken);
            reread.Set();
            return outcome switch
            {
                ForgetOutcome.Forgotten => new(ControlOutcome.Applied, null),
                ForgetOutcome.NotFound => new(ControlOutcome.NotFound, null, $"There is no gateway '{name}'."),
                _ => new(ControlOutcome.Conflict, null, $"The gateway '{name}' is reporting. Stop it instead: it leaves when it stops."),
            };
        },
        cancellationToken);

    /// <summary>Stores an orchestrator's report, unless another orchestrator is active. A count sets the wanted number.</summary>
    /// <param name="report">A report that <see cref="ReplicaRules"/> allows.</param>
    /// <param name="count"><see cref="IReplicaStore.Fewest"/> to the report's <see cref="OrchestratorReport.Most"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ControlResult> ReportAsync(OrchestratorReport report, int? count, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            var counts = await replicas.ReportAsync(report, count, cancellationToken);
            if (!counts.IsBySameAs(report))
            {
                return new(ControlOutcome.Conflict, null, $"Another orchestrator manages the servers of this cluster: {counts.Name}. Its "
                    + $"last report is valid for {OrchestratorReport.Lifetime.TotalSeconds} s.");
            }

            if (count is not null)
            {
                reread.Set();
            }

            return new(ControlOutcome.Applied, null);
        },
        cancellationToken,
        away: "Redis is unreachable.",
        isLogged: false);

    private static string? CheckCount(int count, OrchestratorReport? orchestrator)
    {
        var reason = ReplicaRules.CheckCount(count, orchestrator?.Most ?? IReplicaStore.Most);
        return reason is not null && count > orchestrator?.Most && count <= IReplicaStore.Most
            ? $"{reason} To keep more servers running, restart the AppHost with --max-backends {count}."
            : reason;
    }

    private static ControlResult RejectCount(string reason) => new(ControlOutcome.Invalid, null, reason) { Field = "count" };

    private static string? RejectMember(Server? present) => present is null ? null : $"{present.Id} is already a member, at {present.Url}.";

    /// <param name="server">The server.</param>
    /// <param name="reject">
    /// Returns the reason why the member with the id, if there is one, must not be changed; otherwise <see langword="null"/>.
    /// </param>
    /// <param name="request">The author and the condition.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private Task<ControlResult> PutAsync(
        NewServer server, Func<Server?, string?> reject, ControlRequest request, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            Server? present = null;
            var result = await ApplyAsync(
                membership =>
                {
                    present = membership.Find(server.Id);
                    return reject(present) is { } reason
                        ? (null, new(ControlOutcome.Exists, membership, reason) { Field = "id" })
                        : (PutOf(present, server), null);
                },
                request,
                cancellationToken);
            return result with { IsNew = result.Outcome == ControlOutcome.Applied && present is null };
        },
        cancellationToken);

    private static MembershipChange PutOf(Server? present, NewServer server)
    {
        if (present is null
            || ServerRules.CheckUrl(server.Url, out var url) is not null
            || !string.Equals(url, present.Url, StringComparison.Ordinal))
        {
            return new MembershipChange.Join(
                server.Id, server.Url, server.Weight, Instance: null, At: null, HealthCheck: server.HealthCheck);
        }

        var weight = new MembershipChange.SetWeight(server.Id, server.Weight ?? present.Weight);
        return server.HealthCheck is { } check
            ? new MembershipChange.Batch([weight, new MembershipChange.SetHealthCheck(server.Id, check)])
            : weight;
    }

    private Task<ControlResult> ApplyAsync(MembershipChange change, ControlRequest request, CancellationToken cancellationToken) =>
        request.If is null
            ? WriteAsync(change with { By = request.By }, cancellationToken)
            : ApplyAsync(_ => (change, null), request, cancellationToken);

    /// <summary>
    /// Applies a change to the membership that it was made for and that meets the conditions, again if another change came between.
    /// </summary>
    /// <param name="make">Makes the change for a membership, or the result if it is rejected.</param>
    /// <param name="request">The author and the conditions.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private async Task<ControlResult> ApplyAsync(
        Func<MembershipSnapshot, (MembershipChange? Change, ControlResult? Rejection)> make,
        ControlRequest request,
        CancellationToken cancellationToken)
    {
        var backOff = new ContentionBackOff(timeProvider);
        while (true)
        {
            var membership = await registry.ReadAsync(cancellationToken);
            if (request.If?.FindUnmet(membership) is { } unmet)
            {
                return new(ControlOutcome.Stale, membership, unmet);
            }

            var (change, rejection) = make(membership);
            if (change is null)
            {
                return rejection!;
            }

            var result = await WriteAsync(change with { By = request.By, If = membership.At }, cancellationToken);
            if (result.Outcome != ControlOutcome.Stale)
            {
                return result;
            }

            await backOff.WaitAsync(cancellationToken);
        }
    }

    private async Task<ControlResult> WriteAsync(MembershipChange change, CancellationToken cancellationToken)
    {
        var transition = await registry.ApplyAsync(change, cancellationToken);
        reread.Set();
        return new(ControlResult.OutcomeOf(transition.Outcome), transition.Membership, transition.Reason);
    }

    private async Task<ControlResult> GuardAsync(
        Func<Task<ControlResult>> operation,
        CancellationToken cancellationToken,
        string away = "Redis is unreachable. The change was applied completely or not at all; it is safe to send it again.",
        bool isLogged = true)
    {
        try
        {
            var result = await operation();
            Volatile.Write(ref _isUnreachable, false);
            return result;
        }
        catch (RegistryContentionException exception)
        {
            return new(ControlOutcome.Conflict, null, exception.Message);
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            var reason = StoreFailure.Describe(exception);
            if (log.TryRecordFault(exception))
            {
                return new(
                    ControlOutcome.Failed,
                    null,
                    exception is StoreException
                        ? $"Redis rejected the change: {reason}"
                        : "The dashboard failed; see its log for the reason.");
            }

            // The sender receives the reason. An orchestrator's reports, which come each second, are not changes by people, and an
            // unreachable store is logged where it is read.
            if (isLogged && !Interlocked.Exchange(ref _isUnreachable, true))
            {
                LogFailed(reason);
            }

            return new(
                ControlOutcome.RedisUnreachable,
                null,
                StoreFailure.IsNotWritable(exception)
                    ? $"Redis is connected but accepts no writes: {reason} Nothing was changed; it is safe to send it again."
                    : away);
        }
    }

    [LoggerMessage(4201, LogLevel.Warning, "A change could not be written to Redis; no more is logged until one succeeds: {Reason}")]
    private partial void LogFailed(string reason);
}
