using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Dashboard.State.Weights;

/// <summary>
/// The weights in effect during each interval of the last <see cref="StatisticsClock.Longest"/>, since the dashboard started: Redis has
/// only the present ones. An interval in which they changed has the mean by time. Not thread-safe.
/// </summary>
internal sealed class WeightHistory
{
    private readonly Dictionary<long, WeightShares> _closed = [];
    private readonly List<(WeightShares Shares, TimeSpan Length)> _open = [];
    private long _openIndex = long.MinValue;
    private ClusterSnapshot? _cluster;
    private WeightShares? _present;
    private DateTimeOffset _at;

    /// <summary>Applies the weights of a tick, which are in effect until the next one.</summary>
    public void Next(ClusterSnapshot cluster, DateTimeOffset at)
    {
        if (_present is not { } last)
        {
            (_cluster, _present, _at, _openIndex) = (cluster, WeightShares.Of(cluster), at, StatisticsClock.IndexOf(at));
            return;
        }

        if (at < _at)
        {
            // The clock was set back: the time that is repeated has its weights.
            return;
        }

        Add(last, _at, at);
        if (!ReferenceEquals(cluster, _cluster))
        {
            var next = WeightShares.Of(cluster);
            (_cluster, _present) = (cluster, next.HasContentOf(last) ? last : next);
        }

        _at = at;
    }

    /// <summary>Returns the shares for each interval until now, the oldest first; <see langword="null"/> where they are unknown.</summary>
    public ImmutableArray<WeightShares?> Until(DateTimeOffset now)
    {
        var (first, last) = (StatisticsClock.IndexOf(now - StatisticsClock.Longest), StatisticsClock.IndexOf(now));
        var shares = ImmutableArray.CreateBuilder<WeightShares?>((int)(last - first) + 1);
        for (var index = first; index <= last; index++)
        {
            shares.Add(index < _openIndex ? _closed.GetValueOrDefault(index)
                : index == _openIndex && _open.Count > 0 ? WeightShares.MeanOf(_open)
                : _present);
        }

        return shares.MoveToImmutable();
    }

    private void Add(WeightShares shares, DateTimeOffset from, DateTimeOffset to)
    {
        var oldest = StatisticsClock.IndexOf(to - StatisticsClock.Longest);
        for (var index = Math.Max(StatisticsClock.IndexOf(from), oldest); index <= StatisticsClock.IndexOf(to); index++)
        {
            if (index > _openIndex)
            {
                Close(index, oldest);
            }

            var (start, end) = (Max(from, StatisticsClock.StartOf(index)), Min(to, StatisticsClock.StartOf(index + 1)));
            if (end > start)
            {
                Append(shares, end - start);
            }
        }
    }

    private void Append(WeightShares shares, TimeSpan length)
    {
        if (_open is [.., var last] && ReferenceEquals(last.Shares, shares))
        {
            _open[^1] = (shares, last.Length + length);
        }
        else
        {
            _open.Add((shares, length));
        }
    }

    private void Close(long next, long oldest)
    {
        if (_open.Count > 0)
        {
            _closed[_openIndex] = WeightShares.MeanOf(_open);
            _open.Clear();
        }

        _openIndex = next;
        foreach (var old in _closed.Keys.Where(index => index < oldest).ToArray())
        {
            _closed.Remove(old);
        }
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
