using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>
/// A cluster all of whose servers are busy: each gateway sends each of them a hundred requests per interval, whose latencies differ by a
/// factor of about thirty. Identical in every run.
/// </summary>
internal sealed class BusyCluster : IStatisticsStore
{
    /// <summary>The time of the first reading.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 11, 3, 5, TimeSpan.Zero);

    private const int Requests = 100;

    /// <summary>The number of different intervals, which repeat.</summary>
    private const int Different = 4;

    private readonly MembershipSnapshot _membership;
    private readonly GatewayProcess[] _gateways;
    private readonly byte[][] _records;

    public BusyCluster(int servers, int gateways)
    {
        var random = new Random(42);
        ServerId[] ids = [.. Enumerable.Range(1, servers).Select(i => new ServerId($"backend-{i}"))];
        _membership = new(new("epoch"), 1, ids.Select(id => new Server { Id = id, Url = $"http://{id}.test:8080", Since = Start }));
        _gateways = [.. Enumerable.Range(1, gateways).Select(i => new GatewayProcess($"gateway-{i}.1"))];
        _records = [.. Enumerable.Range(0, Different).Select(_ => StatisticsCodec.Encode(IntervalOf(ids, random)))];
    }

    public Task<ImmutableArray<StatisticsInterval>> ReadAsync(long first, long last, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<StatisticsInterval>>(
        [
            .. from index in Enumerable.Range(0, (int)(last - first) + 1).Select(i => first + i)
               from gateway in _gateways
               select StatisticsCodec.Decode(gateway, index, _records[index % Different]),
        ]);

    public Task WriteAsync(IReadOnlyCollection<StatisticsInterval> intervals, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Returns what a dashboard reads besides the statistics.</summary>
    public StoreReading ReadingAt(DateTimeOffset at) => new(
        at,
        _membership,
        ImmutableDictionary<ServerId, TimeSpan>.Empty,
        [.. _gateways.Select(ReportOf)],
        [],
        ImmutableDictionary<ServerId, ServerCounts>.Empty,
        [],
        [],
        new(null, null));

    private GatewayReport ReportOf(GatewayProcess gateway) => new(gateway, 1, ImmutableDictionary<ServerId, int>.Empty, [], [])
    {
        Status = new(
            new(gateway.Value), Start, _membership.Epoch, _membership.Version, "digest", PlacementAlgorithm.Ring, IsPanic: false,
            ImmutableDictionary<ServerId, HealthReason>.Empty, ImmutableDictionary<ServerId, int>.Empty),
    };

    private static StatisticsInterval IntervalOf(ServerId[] ids, Random random) => new(
        new("any"),
        0,
        ids.ToImmutableDictionary(id => id, _ => StatisticsOf(random)),
        [.. Enumerable.Range(1, 100).Select(i => new HotKey($"key-{random.Next(10_000)}-{i}", (ulong)i, 1_000 - i, 5))])
    {
        UnlistedKeys = 5,
    };

    private static ServerStatistics StatisticsOf(Random random) => new(
        Requests, 0, 0, 0, random.Next(1, 9),
        LatencyHistogram.Create(Enumerable.Range(0, Requests).Select(_ => new LatencyCount(
            LatencyBuckets.Wire.IndexOf(TimeSpan.FromMilliseconds(5 * Math.Exp(1.75 * ((2 * random.NextDouble()) - 1)))), 1))))
    {
        Responses = new(new(0, Requests - 2, 0, 2, 0), default, ClientsLeft: 0),
    };
}
