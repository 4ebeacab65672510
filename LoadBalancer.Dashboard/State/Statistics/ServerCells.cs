using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>
/// The statistics of all servers for one interval, as one array for each number: a tenth of the memory of objects. Columns of zeros have no
/// array, and servers without statistics no row. Immutable, thread-safe.
/// </summary>
internal sealed class ServerCells
{
    private readonly int[] _slots;
    private readonly uint[]?[] _columns;
    private readonly int[] _maxInFlight;
    private readonly LatencyCells _latency;

    private ServerCells(int[] slots, uint[]?[] columns, int[] maxInFlight, LatencyCells latency)
    {
        _slots = slots;
        _columns = columns;
        _maxInFlight = maxInFlight;
        _latency = latency;
    }

    /// <summary>An interval without statistics.</summary>
    public static readonly ServerCells Empty = Of(ServerSlots.Empty, []);

    /// <summary>The slot of each row, in ascending order.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>Adds the statistics of several gateways for one interval. A number that exceeds 32 bits counts as their maximum.</summary>
    /// <param name="slots">The slots, which have all servers.</param>
    /// <param name="gateways">The statistics of each gateway by server.</param>
    public static ServerCells Of(ServerSlots slots, IReadOnlyCollection<IReadOnlyDictionary<ServerId, ServerStatistics>> gateways)
    {
        var keys = new int[gateways.Sum(gateway => gateway.Count)];
        var parts = new ServerStatistics[keys.Length];
        var count = 0;
        foreach (var (server, statistics) in gateways.SelectMany(gateway => gateway))
        {
            keys[count] = slots.TryFind(server, out var slot) ? slot : throw new ArgumentException("A server has no slot.", nameof(slots));
            parts[count++] = statistics;
        }

        Array.Sort(keys, parts);
        return Of([.. keys.Distinct()], keys, parts);
    }

    /// <summary>Returns the row of a server, or -1 if it has none. O(log n).</summary>
    public int RowOf(int slot) => Array.BinarySearch(_slots, slot) is >= 0 and var row ? row : -1;

    /// <summary>Returns the number in a column.</summary>
    public long NumberAt(int row, int column) => _columns[column] is { } numbers ? numbers[row] : 0;

    /// <summary>Adds the number of requests of each server, times a factor, to the sum in its slot.</summary>
    public void AddRequestsTo(Span<double> sums, double factor)
    {
        if (_columns[StatisticsColumn.Requests] is { } requests)
        {
            for (var row = 0; row < requests.Length; row++)
            {
                sums[_slots[row]] += requests[row] * factor;
            }
        }
    }

    /// <summary>The maximum number of requests in flight of a row: the sum of those of the gateways.</summary>
    public int MaxInFlightAt(int row) => _maxInFlight[row];

    /// <summary>Adds the numbers of a row to others.</summary>
    /// <param name="row">The row.</param>
    /// <param name="numbers">A number for each <see cref="StatisticsColumn"/>.</param>
    /// <param name="buckets">The counts of the latency histogram by bucket.</param>
    /// <param name="sign">1 to add, -1 to subtract.</param>
    public void AddTo(int row, Span<long> numbers, Span<long> buckets, int sign)
    {
        for (var column = 0; column < StatisticsColumn.Count; column++)
        {
            numbers[column] += sign * NumberAt(row, column);
        }

        _latency.AddTo(row, buckets, sign);
    }

    /// <summary>Whether it has the same rows for the same slots.</summary>
    public bool HasContentOf(ServerCells other) => _slots.AsSpan().SequenceEqual(other._slots)
        && _maxInFlight.AsSpan().SequenceEqual(other._maxInFlight)
        && _columns.Zip(other._columns).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))
        && _latency.HasContentOf(other._latency);

    private static ServerCells Of(int[] slots, int[] keys, ServerStatistics[] parts)
    {
        Span<long> numbers = stackalloc long[StatisticsColumn.Count];
        Span<long> part = stackalloc long[StatisticsColumn.Count];
        Span<long> buckets = stackalloc long[LatencyBuckets.Wire.Count];
        var columns = new uint[]?[StatisticsColumn.Count];
        var maxInFlight = new int[slots.Length];
        var latency = new LatencyCells.Builder(slots.Length);
        for (var (row, next) = (0, 0); row < slots.Length; row++)
        {
            var first = next;
            numbers.Clear();
            for (; next < keys.Length && keys[next] == slots[row]; next++)
            {
                StatisticsColumn.Write(parts[next], part);
                for (var column = 0; column < part.Length; column++)
                {
                    numbers[column] += part[column];
                }

                maxInFlight[row] = (int)Math.Min(int.MaxValue, (long)maxInFlight[row] + parts[next].MaxInFlight);
            }

            for (var column = 0; column < numbers.Length; column++)
            {
                if (numbers[column] > 0)
                {
                    (columns[column] ??= new uint[slots.Length])[row] = (uint)Math.Min(uint.MaxValue, numbers[column]);
                }
            }

            Append(latency, parts.AsSpan(first..next), buckets);
        }

        return new(slots, columns, maxInFlight, latency.Build());
    }

    private static void Append(LatencyCells.Builder latency, ReadOnlySpan<ServerStatistics> parts, Span<long> buckets)
    {
        if (parts is [var only])
        {
            latency.Add(only.Latency);
            return;
        }

        buckets.Clear();
        foreach (var part in parts)
        {
            foreach (var (bucket, requests) in part.Latency.Counts)
            {
                buckets[bucket] += requests;
            }
        }

        latency.Add(buckets);
    }
}
