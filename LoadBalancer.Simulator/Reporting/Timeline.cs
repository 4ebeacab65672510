using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>
/// Requests over time in bounded memory: bins of one second, which are widened when the period would need too many. Times may be added in
/// any order.
/// </summary>
internal sealed class Timeline
{
    public const int MostBins = 480;

    /// <summary>
    /// The widths of bins in seconds. Each is a multiple of the one before, so that bins can be merged; after days, widths double.
    /// </summary>
    private static readonly int[] Widths = [1, 2, 10, 30, 60, 120, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400];

    private SortedDictionary<long, TimeBin> _bins = [];
    private int _step;

    public TimeSpan Width =>
        TimeSpan.FromSeconds(_step < Widths.Length ? Widths[_step] : Widths[^1] * (double)(1L << (_step - Widths.Length + 1)));

    /// <summary>The bins that have requests, with their beginnings, in order.</summary>
    public IEnumerable<(DateTimeOffset From, TimeBin Bin)> Bins =>
        _bins.Select(bin => (new DateTimeOffset(bin.Key * Width.Ticks, TimeSpan.Zero), bin.Value));

    public void Add(DateTimeOffset time, int server, RequestLogEntry entry)
    {
        var place = time.UtcTicks / Width.Ticks;
        if (!_bins.TryGetValue(place, out var bin))
        {
            _bins[place] = bin = new();
            if (_bins.Count > 1 && _bins.Keys.Last() - _bins.Keys.First() >= MostBins)
            {
                Widen();
                Add(time, server, entry);
                return;
            }
        }

        bin.Add(server, entry);
    }

    private void Widen()
    {
        do
        {
            var narrow = Width.Ticks;
            _step++;
            var wide = new SortedDictionary<long, TimeBin>();
            foreach (var (place, bin) in _bins)
            {
                var target = place * narrow / Width.Ticks;
                if (!wide.TryAdd(target, bin))
                {
                    wide[target].Add(bin);
                }
            }

            _bins = wide;
        }
        while (_bins.Keys.Last() - _bins.Keys.First() >= MostBins);
    }
}
