using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The exchange in Redis. Each gateway writes its own report and reads one sum; in each interval one gateway takes the turn to write the
/// sum, so that no other gateway reads all reports. With G gateways, S servers, and an interval of t, each t takes 6·G commands, and about
/// 18 bytes for each server on which a gateway has requests, written once and read twice: at 100 × 1,000 and 500 ms, 1,200 commands, 4 MB
/// in, and 8 MB out per second (docs/adr/0004). A gateway's status is stored separately from its report, so that computing the sum does not
/// read it. All of it expires by Redis's clock. Each gateway also reads its own entry in the roster, and the one that computes the sum
/// reads all of them.
/// </summary>
internal sealed class RedisGatewayExchange : IGatewayExchange
{
    private const int RememberedReports = 16;

    private readonly RegistryConnection _connection;
    private readonly RedisKeys _keys;
    private readonly RedisGatewayRoster _roster;
    private readonly Queue<GatewayReport> _own = new();

    public RedisGatewayExchange(RegistryConnection connection, IOptions<RegistryOptions> options, TimeProvider timeProvider)
    {
        _connection = connection;
        _keys = new(options.Value.ClusterName);
        _roster = new(connection, _keys, timeProvider);
    }

    private IDatabase Database => _connection.Database;

    public async Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken)
    {
        Remember(report);
        var database = Database;
        var written = database.StringSetAsync(
            _keys.Report(report.Gateway),
            JsonSerializer.SerializeToUtf8Bytes(report with { Status = null }, RegistryJson.Default.GatewayReport),
            GatewayReport.Lifetime);
        var described = report.Status is { } status
            ? database.StringSetAsync(
                _keys.Status(report.Gateway),
                JsonSerializer.SerializeToUtf8Bytes(status, RegistryJson.Default.GatewayStatus),
                GatewayReport.Lifetime)
            : Task.CompletedTask;
        var listed = database.SetAddAsync(_keys.Gateways, report.Gateway.Value);
        var turn = database.StringSetAsync(_keys.SumTurn, report.Gateway.Value, interval, When.NotExists);
        var known = report.Status is { Name: var name } ? _roster.GetAsync(name) : Task.FromResult(RedisValue.Null);
        await Task.WhenAll(written, described, listed, turn, known).WaitAsync(cancellationToken);
        _roster.Reached();
        if (report.Status is { } self)
        {
            await _roster.ReportedAsync(KnownGateway.Of(report.Gateway, self), await known, cancellationToken);
        }

        var sum = await turn
            ? await SumUpAsync(report.Status?.Name.Value ?? report.Gateway.Value, cancellationToken)
            : Read(await database.StringGetAsync(_keys.Sum).WaitAsync(cancellationToken), RegistryJson.Default.GatewaySum);
        return sum is null ? OtherGateways.None : WithoutOwn(sum, report.Gateway) with { All = sum.All.Votes, IsOwnSum = await turn };
    }

    public Task LeaveAsync(GatewayId name, GatewayProcess gateway, CancellationToken cancellationToken) =>
        _roster.LeaveAsync(name, gateway, cancellationToken);

    public async Task<GatewayReading> ReadAsync(string by, CancellationToken cancellationToken)
    {
        var database = Database;

        // While gateways cannot write, their silence means nothing: then this must fail although a replica could be read.
        await WriteProbe.RunAsync(database, _keys).WaitAsync(cancellationToken);
        var gateways = (await database.SetMembersAsync(_keys.Gateways).WaitAsync(cancellationToken))
            .Select(gateway => gateway.ToString())
            .Order(StringComparer.Ordinal)
            .Select(GatewayProcess.Create)
            .ToArray();
        var reports = database.StringGetAsync([.. gateways.Select(_keys.Report)]);
        var statuses = database.StringGetAsync([.. gateways.Select(_keys.Status)]);
        await Task.WhenAll(reports, statuses).WaitAsync(cancellationToken);
        _roster.Reached();
        ImmutableArray<GatewayReport> read =
        [
            .. (await reports).Zip(await statuses)
                .Select(pair => ReadReport(pair.First) is { } report
                    ? report with { Status = Read(pair.Second, RegistryJson.Default.GatewayStatus) }
                    : null)
                .OfType<GatewayReport>(),
        ];
        return new(read, await _roster.MarkSilentAsync(NamesOf(read), by, cancellationToken));
    }

    public Task<ForgetOutcome> ForgetAsync(GatewayId name, string by, CancellationToken cancellationToken) =>
        _roster.ForgetAsync(name, by, cancellationToken);

    private static HashSet<GatewayProcess> NamesOf(IEnumerable<GatewayReport> reports) =>
        reports.Select(report => report.Gateway).ToHashSet();

    private async Task<GatewaySum> SumUpAsync(string by, CancellationToken cancellationToken)
    {
        var gateways = await Database.SetMembersAsync(_keys.Gateways).WaitAsync(cancellationToken);
        var values = await Database.StringGetAsync([.. gateways.Select(gateway => _keys.Report(new(gateway.ToString())))])
            .WaitAsync(cancellationToken);
        var silent = gateways.Where((_, i) => values[i].IsNull).ToArray();
        if (silent.Length > 0)
        {
            await Database.SetRemoveAsync(_keys.Gateways, silent).WaitAsync(cancellationToken);
        }

        var reports = values.Select(ReadReport).OfType<GatewayReport>().ToArray();
        var sum = new GatewaySum(
            reports.ToImmutableDictionary(report => report.Gateway, report => report.Sequence),
            OtherGateways.Sum(reports));
        await Database.StringSetAsync(
            _keys.Sum, JsonSerializer.SerializeToUtf8Bytes(sum, RegistryJson.Default.GatewaySum), GatewayReport.Lifetime)
            .WaitAsync(cancellationToken);
        await _roster.MarkSilentAsync(NamesOf(reports), by, cancellationToken);
        return sum;
    }

    /// <summary>Subtracts this gateway's own report that was included in the sum.</summary>
    private OtherGateways WithoutOwn(GatewaySum sum, GatewayProcess gateway)
    {
        var included = sum.Included.GetValueOrDefault(gateway);
        return _own.FirstOrDefault(report => report.Sequence == included) is { } own ? sum.All.Without(own) : sum.All;
    }

    private void Remember(GatewayReport report)
    {
        _own.Enqueue(report);
        if (_own.Count > RememberedReports)
        {
            _own.Dequeue();
        }
    }

    /// <summary>Reads a value; one that is missing or that this build cannot read counts as absent.</summary>
    private static GatewayReport? ReadReport(RedisValue value) =>
        Read(value, RegistryJson.Default.GatewayReport) is { Gateway.Value.Length: > 0 } report ? report : null;

    private static T? Read<T>(RedisValue value, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return value.IsNull ? null : JsonSerializer.Deserialize((byte[])value!, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
