using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadBalancer.Registry.Loads;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Registry.Redis;

/// <summary>
/// The exchange in Redis. Each gateway writes its own report and reads one sum; the sum is written once per interval
/// by whichever gateway's turn it is, so that nobody reads everybody. With G gateways, S servers and an interval of
/// t that is 4·G commands, and for each server that a gateway has requests at about 18 bytes written once and read
/// twice, in each t: at 100 × 1,000 and 500 ms, 800 commands, 4 MB in and 8 MB out a second (docs/adr/0004). Reports and the sum expire by Redis's clock.
/// </summary>
internal sealed class RedisLoadExchange(IConnectionMultiplexer connection, IOptions<RegistryOptions> options) : ILoadExchange
{
    private const int RememberedReports = 16;

    private readonly RedisKeys _keys = new(options.Value.Cluster);
    private readonly Queue<LoadReport> _own = new();

    private IDatabase Database => connection.GetDatabase();

    public async Task<ImmutableDictionary<string, int>> ExchangeAsync(LoadReport report, TimeSpan interval, CancellationToken cancellationToken)
    {
        Remember(report);
        var database = Database;
        var written = database.StringSetAsync(
            _keys.Load(report.Gateway), JsonSerializer.SerializeToUtf8Bytes(report, RegistryJson.Default.LoadReport), LoadReport.Lifetime);
        var listed = database.SetAddAsync(_keys.Gateways, report.Gateway);
        var turn = database.StringSetAsync(_keys.LoadTurn, report.Gateway, interval, When.NotExists);
        await Task.WhenAll(written, listed, turn).WaitAsync(cancellationToken);

        var sum = await turn
            ? await SumUpAsync(cancellationToken)
            : Read(await database.StringGetAsync(_keys.LoadSum).WaitAsync(cancellationToken), RegistryJson.Default.LoadSum);
        return sum is null ? [] : WithoutOwn(sum, report.Gateway);
    }

    private async Task<LoadSum> SumUpAsync(CancellationToken cancellationToken)
    {
        var gateways = await Database.SetMembersAsync(_keys.Gateways).WaitAsync(cancellationToken);
        var values = await Database.StringGetAsync([.. gateways.Select(gateway => _keys.Load(gateway.ToString()))]).WaitAsync(cancellationToken);
        var silent = gateways.Where((_, i) => values[i].IsNull).ToArray();
        if (silent.Length > 0)
        {
            await Database.SetRemoveAsync(_keys.Gateways, silent).WaitAsync(cancellationToken);
        }

        var reports = values.Select(value => Read(value, RegistryJson.Default.LoadReport)).OfType<LoadReport>().ToArray();
        var sum = new LoadSum(
            reports.ToImmutableDictionary(report => report.Gateway, report => report.Sequence, StringComparer.Ordinal),
            reports.SelectMany(report => report.InFlight)
                .GroupBy(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal)
                .ToImmutableDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal));
        await Database.StringSetAsync(_keys.LoadSum, JsonSerializer.SerializeToUtf8Bytes(sum, RegistryJson.Default.LoadSum), LoadReport.Lifetime)
            .WaitAsync(cancellationToken);
        return sum;
    }

    /// <summary>Takes out what this gateway itself had told when the sum was made.</summary>
    private ImmutableDictionary<string, int> WithoutOwn(LoadSum sum, string gateway)
    {
        var included = sum.Included.GetValueOrDefault(gateway);
        var own = _own.FirstOrDefault(report => report.Sequence == included)?.InFlight ?? [];
        return sum.InFlight
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value - own.GetValueOrDefault(entry.Key)))
            .Where(entry => entry.Value > 0)
            .ToImmutableDictionary(StringComparer.Ordinal);
    }

    private void Remember(LoadReport report)
    {
        _own.Enqueue(report);
        if (_own.Count > RememberedReports)
        {
            _own.Dequeue();
        }
    }

    /// <summary>A value that is missing or that this build cannot read counts as nothing in flight.</summary>
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
