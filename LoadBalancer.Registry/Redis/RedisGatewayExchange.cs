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
/// t that is 4·G commands, and for each server that a gateway has requests at about 18 bytes written once and read
/// twice, in each t: at 100 × 1,000 and 500 ms, 800 commands, 4 MB in and 8 MB out a second (docs/adr/0004). Reports
/// and the sum expire by Redis's clock.
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
            _keys.Report(report.Gateway), JsonSerializer.SerializeToUtf8Bytes(report, RegistryJson.Default.GatewayReport), GatewayReport.Lifetime);
        var listed = database.SetAddAsync(_keys.Gateways, report.Gateway);
        var turn = database.StringSetAsync(_keys.SumTurn, report.Gateway, interval, When.NotExists);
        await Task.WhenAll(written, listed, turn).WaitAsync(cancellationToken);

        var sum = await turn
            ? await SumUpAsync(cancellationToken)
            : Read(await database.StringGetAsync(_keys.Sum).WaitAsync(cancellationToken), RegistryJson.Default.GatewaySum);
        return sum is null ? OtherGateways.None : WithoutOwn(sum, report.Gateway);
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
