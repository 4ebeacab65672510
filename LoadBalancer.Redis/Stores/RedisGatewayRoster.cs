using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Redis.Connections;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The entries of gateways in Redis: one hash with a field for each name. A change is one write together with its event, conditioned on the
/// field being unchanged since it was read, so that exactly one process makes each change. Thread-safe.
/// </summary>
internal sealed class RedisGatewayRoster(RegistryConnection connection, RedisKeys keys, TimeProvider timeProvider)
{
    private const int MaxAttempts = 8;

    private readonly ConcurrentDictionary<GatewayProcess, bool> _registered = new();
    private readonly UnbrokenWatch _watch = new(GatewayReport.Lifetime, timeProvider);

    private IDatabase Database => connection.Database;

    /// <summary>
    /// Records that Redis was reached. Silence of others counts only after Redis has been reachable for the lifetime of a report.
    /// </summary>
    public void Reached() => _watch.Extend();

    /// <summary>Returns the entry under a name, for <see cref="ReportedAsync"/>.</summary>
    public Task<RedisValue> GetAsync(GatewayId name) => Database.HashGetAsync(keys.KnownGateways, name.Value);

    /// <summary>Updates the entry of a gateway that has written its report. Without a change in the entry this needs no command.</summary>
    public async Task ReportedAsync(KnownGateway reporter, RedisValue stored, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (next, happened) = GatewayTransitions.Report(
                Read(stored), reporter, _registered.ContainsKey(reporter.Gateway), timeProvider.GetUtcNow());
            if (next is null || await TryWriteAsync(new(), reporter.Name, stored, next, happened, cancellationToken))
            {
                _registered.TryAdd(reporter.Gateway, true);
                return;
            }

            stored = await GetAsync(reporter.Name).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Marks silent gateways as lost, forgets those that have been lost for long, and returns the lost ones, by name.</summary>
    /// <param name="reporting">The processes that report.</param>
    /// <param name="by">The process that performs the check.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ImmutableArray<KnownGateway>> MarkSilentAsync(
        IReadOnlySet<GatewayProcess> reporting, string by, CancellationToken cancellationToken)
    {
        var lost = ImmutableArray.CreateBuilder<KnownGateway>();
        foreach (var stored in await Database.HashGetAllAsync(keys.KnownGateways).WaitAsync(cancellationToken))
        {
            if (Read(stored.Value) is not { } entry || reporting.Contains(entry.Gateway))
            {
                continue;
            }

            var (next, happened) = GatewayTransitions.Silent(entry, by, timeProvider.GetUtcNow());
            var isWritten = happened is not null
                && _watch.IsLongEnough
                && await TryWriteSilentAsync(entry, stored.Value, next, happened, cancellationToken);
            if ((isWritten ? next : entry) is { LostSince: not null } shown)
            {
                lost.Add(shown);
            }
        }

        return [.. lost.OrderBy(entry => entry.Name.Value, StringComparer.Ordinal)];
    }

    /// <summary>Removes the report of a gateway that shuts down, and its entry unless another process has taken the name.</summary>
    public async Task LeaveAsync(GatewayId name, GatewayProcess gateway, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await GetAsync(name).WaitAsync(cancellationToken);
            var isOwn = Read(stored) is { } entry && entry.Gateway == gateway;
            var write = new ConditionalWrite();
            write.Delete(keys.Report(gateway));
            write.Delete(keys.Status(gateway));
            write.RemoveFromSet(keys.Gateways, gateway.Value);
            var happened = isOwn ? GatewayTransitions.Left(Read(stored)!, timeProvider.GetUtcNow()) : null;
            if (await TryWriteAsync(write, name, stored, isOwn ? null : Read(stored), happened, cancellationToken))
            {
                _registered.TryRemove(gateway, out _);
                return;
            }
        }
    }

    public async Task<ForgetOutcome> ForgetAsync(GatewayId name, string by, CancellationToken cancellationToken)
    {
        var backOff = new ContentionBackOff(timeProvider);
        while (true)
        {
            var stored = await GetAsync(name).WaitAsync(cancellationToken);
            if (Read(stored) is not { } entry)
            {
                return ForgetOutcome.NotFound;
            }

            if (await Database.KeyExistsAsync(keys.Report(entry.Gateway)).WaitAsync(cancellationToken))
            {
                return ForgetOutcome.Reporting;
            }

            if (await TryWriteSilentAsync(
                entry, stored, next: null, GatewayTransitions.Forgotten(entry, by, timeProvider.GetUtcNow()), cancellationToken))
            {
                return ForgetOutcome.Forgotten;
            }

            await backOff.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Writes on the condition that the gateway is still silent, since its report may have been written between the read and the write.
    /// </summary>
    private Task<bool> TryWriteSilentAsync(
        KnownGateway entry, RedisValue stored, KnownGateway? next, ClusterEvent happened, CancellationToken cancellationToken)
    {
        var write = new ConditionalWrite();
        write.RequireString(keys.Report(entry.Gateway), RedisValue.Null);
        return TryWriteAsync(write, entry.Name, stored, next, happened, cancellationToken);
    }

    private Task<bool> TryWriteAsync(
        ConditionalWrite write, GatewayId name, RedisValue stored, KnownGateway? next, ClusterEvent? happened,
        CancellationToken cancellationToken)
    {
        write.RequireField(keys.KnownGateways, name.Value, stored);
        if (next is null)
        {
            write.DeleteFields(keys.KnownGateways, [name.Value]);
        }
        else
        {
            var entry = JsonSerializer.SerializeToUtf8Bytes(next, RegistryJson.Default.KnownGateway);
            write.SetFields(keys.KnownGateways, [new(name.Value, entry)]);
        }

        EventRecord.Append(write, keys, happened is null ? [] : [happened]);
        return write.TryExecuteAsync(Database, cancellationToken);
    }

    /// <summary>Reads an entry; a value in an unknown format counts as absent.</summary>
    private static KnownGateway? Read(RedisValue value)
    {
        try
        {
            return value.IsNull
                ? null
                : JsonSerializer.Deserialize(
                    (byte[])value!, RegistryJson.Default.KnownGateway) is { Name.Value.Length: > 0, Gateway.Value.Length: > 0 } entry
                ? entry
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
