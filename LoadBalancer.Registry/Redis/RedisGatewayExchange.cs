using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadBalancer.Registry.Gateways;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Registry.Redis;

/// <summary>
/// The exchange in Redis. Each gateway writes its own report and reads one sum; the sum is written once per interval
/// by whichever gateway's turn it is, so that nobody reads everybody. With G gateways, S servers and an interval of
/// t that is 5·G commands, and for each server that a gateway has requests at about 18 bytes written once and read
/// twice, in each t: at 100 × 1,000 and 500 ms, 1,000 commands, 4 MB in and 8 MB out a second (docs/adr/0004). What
/// a gateway tells for people lies beside its report, so that nobody who sums up reads it. All of it expires by Redis's clock.
/// </summary>
internal sealed class RedisGatewayExchange(IConnectionMultiplexer connection, IOptions<RegistryOptions> options) : IGatewayExchange
{
    private const int RememberedReports = 16;

    private readonly RedisKeys _keys = new(options.Value.Cluster);
    private readonly Queue<GatewayReport> _own = new();

    private IDatabase Database => connection.GetDatabase();

    public async Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken)
    {
        Remember(report);
        var database = Database;
        var written = database.StringSetAsync(
            _keys.Report(report.Gateway),
            JsonSerializer.SerializeToUtf8Bytes(report with { Status = null }, RegistryJson.Default.GatewayReport),
            GatewayReport.Lifetime);
        var told = report.Status is { } status
            ? database.StringSetAsync(_keys.Status(report.Gateway), JsonSerializer.SerializeToUtf8Bytes(status, RegistryJson.Default.GatewayStatus), GatewayReport.Lifetime)
            : Task.CompletedTask;
        var listed = database.SetAddAsync(_keys.Gateways, report.Gateway);
        var turn = database.StringSetAsync(_keys.SumTurn, report.Gateway, interval, When.NotExists);
        await Task.WhenAll(written, told, listed, turn).WaitAsync(cancellationToken);

        var sum = await turn
            ? await SumUpAsync(cancellationToken)
            : Read(await database.StringGetAsync(_keys.Sum).WaitAsync(cancellationToken), RegistryJson.Default.GatewaySum);
        return sum is null ? OtherGateways.None : WithoutOwn(sum, report.Gateway);
    }

    public async Task<ImmutableArray<GatewayReport>> ReadAsync(CancellationToken cancellationToken)
    {
        var database = Database;
        var gateways = (await database.SetMembersAsync(_keys.Gateways).WaitAsync(cancellationToken)).Select(gateway => gateway.ToString()).Order(StringComparer.Ordinal).ToArray();
        var reports = database.StringGetAsync([.. gateways.Select(_keys.Report)]);
        var statuses = database.StringGetAsync([.. gateways.Select(_keys.Status)]);
        await Task.WhenAll(reports, statuses).WaitAsync(cancellationToken);
        return
        [
            .. (await reports).Zip(await statuses)
                .Select(pair => Read(pair.First, RegistryJson.Default.GatewayReport) is { } report
                    ? report with { Status = Read(pair.Second, RegistryJson.Default.GatewayStatus) }
                    : null)
                .OfType<GatewayReport>(),
        ];
    }

    private async Task<GatewaySum> SumUpAsync(CancellationToken cancellationToken)
    {
        var gateways = await Database.SetMembersAsync(_keys.Gateways).WaitAsync(cancellationToken);
        var values = await Database.StringGetAsync([.. gateways.Select(gateway => _keys.Report(gateway.ToString()))]).WaitAsync(cancellationToken);
        var silent = gateways.Where((_, i) => values[i].IsNull).ToArray();
        if (silent.Length > 0)
        {
            await Database.SetRemoveAsync(_keys.Gateways, silent).WaitAsync(cancellationToken);
        }

        var reports = values.Select(value => Read(value, RegistryJson.Default.GatewayReport)).OfType<GatewayReport>().ToArray();
        var sum = new GatewaySum(
            reports.ToImmutableDictionary(report => report.Gateway, report => report.Sequence, StringComparer.Ordinal),
            OtherGateways.Sum(reports));
        await Database.StringSetAsync(_keys.Sum, JsonSerializer.SerializeToUtf8Bytes(sum, RegistryJson.Default.GatewaySum), GatewayReport.Lifetime)
            .WaitAsync(cancellationToken);
        return sum;
    }

    /// <summary>Takes out what this gateway itself had told when the sum was made.</summary>
    private OtherGateways WithoutOwn(GatewaySum sum, string gateway)
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

    /// <summary>A value that is missing or that this build cannot read counts as nothing said.</summary>
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
