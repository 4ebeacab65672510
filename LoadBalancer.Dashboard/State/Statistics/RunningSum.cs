using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>
/// The sum of intervals by server, from which an interval can be taken away again: a tick costs as much as the intervals that changed. Not
/// thread-safe.
/// </summary>
internal sealed class RunningSum
{
    private readonly List<Row?> _rows = [];

    /// <summary>Changes when a server gets its first statistics, or loses its last.</summary>
    public int Revision { get; private set; }

    /// <summary>Whether a server has statistics.</summary>
    public bool Has(int slot) => slot < _rows.Count && _rows[slot] is not null;

    /// <summary>Adds an interval.</summary>
    public void Add(ServerCells cells)
    {
        for (var row = 0; row < cells.Slots.Length; row++)
        {
            var slot = cells.Slots[row];
            while (slot >= _rows.Count)
            {
                _rows.Add(null);
            }

            if (_rows[slot] is not { } sum)
            {
                _rows[slot] = sum = new();
                Revision++;
            }

            sum.Intervals++;
            cells.AddTo(row, sum.Numbers, sum.Buckets, 1);
        }
    }

    /// <summary>Takes away an interval that was added.</summary>
    public void Subtract(ServerCells cells)
    {
        for (var row = 0; row < cells.Slots.Length; row++)
        {
            var sum = _rows[cells.Slots[row]]!;
            if (--sum.Intervals == 0)
            {
                _rows[cells.Slots[row]] = null;
                Revision++;
                continue;
            }

            cells.AddTo(row, sum.Numbers, sum.Buckets, -1);
        }
    }

    /// <summary>Returns the sum of a server that has statistics.</summary>
    /// <param name="slot">The server.</param>
    /// <param name="maxInFlight">Its maximum number of requests in flight.</param>
    public ServerStatistics At(int slot, int maxInFlight)
    {
        var row = _rows[slot]!;
        return StatisticsColumn.Read(row.Numbers, maxInFlight, LatencyHistogram.FromCounts(row.Buckets));
    }

    private sealed class Row
    {
        public long[] Numbers { get; } = new long[StatisticsColumn.Count];

        public long[] Buckets { get; } = new long[LatencyBuckets.Wire.Count];

        public int Intervals { get; set; }
    }
}
