using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State.Tail;

/// <summary>
/// Who looks at requests, and what arrives for them. Viewers with the same filter share its requests; the numbers of viewers and of filters
/// are bounded. Thread-safe.
/// </summary>
internal sealed class TailState(TimeProvider timeProvider)
{
    /// <summary>The greatest number of viewers: pages and streams of the API.</summary>
    public const int MostViewers = 50;

    /// <summary>How long a gateway may be silent: it sends once a second, and begins up to two seconds after it is asked.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const int MostGateways = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<TailFeed, int> _viewers = [];
    private ImmutableDictionary<GatewayId, TailGateway> _gateways = ImmutableDictionary<GatewayId, TailGateway>.Empty;
    private volatile string? _failure;

    /// <summary>Set when other filters are wanted than before.</summary>
    public ReadSignal Changed { get; } = new(timeProvider);

    /// <summary>The filters that somebody looks through.</summary>
    public ImmutableArray<TailFilter> Wanted
    {
        get
        {
            lock (_lock)
            {
                return [.. _viewers.Keys.Select(feed => feed.Filter)];
            }
        }
    }

    /// <summary>Why gateways cannot be asked, or cannot be heard, now; <see langword="null"/> if they can.</summary>
    public string? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    /// <summary>Begins to look at requests.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="viewer">The viewer, which the caller disposes.</param>
    /// <param name="reason">Why that is not possible now, in a sentence.</param>
    public bool TryOpen(TailFilter filter, [NotNullWhen(true)] out TailViewer? viewer, [NotNullWhen(false)] out string? reason)
    {
        lock (_lock)
        {
            var feed = _viewers.Keys.FirstOrDefault(feed => feed.Filter == filter);
            reason = _viewers.Values.Sum() >= MostViewers
                ? $"{MostViewers} viewers look at requests already: no more than that can at once."
                : feed is null && _viewers.Count >= TailFilter.Most
                ? $"{TailFilter.Most} different filters are in use already: use one of them, or try again later."
                : null;
            if (reason is not null)
            {
                viewer = null;
                return false;
            }

            if (_viewers.Count == 0)
            {
                // What was found for earlier viewers says nothing now.
                _failure = null;
            }

            feed ??= new(filter, timeProvider.GetUtcNow());
            _viewers[feed] = _viewers.GetValueOrDefault(feed) + 1;
            viewer = new(feed, Close);
        }

        Changed.Set();
        return true;
    }

    /// <summary>Takes a batch of a gateway.</summary>
    public void Receive(TailBatch batch)
    {
        TailFeed[] feeds;
        lock (_lock)
        {
            if (_viewers.Count == 0 || (_gateways.Count >= MostGateways && !_gateways.ContainsKey(batch.Gateway)))
            {
                return;
            }

            _gateways = _gateways.SetItem(batch.Gateway, new(timeProvider.GetUtcNow(), batch.IsReadable, batch.Filters));
            feeds = [.. _viewers.Keys];
        }

        foreach (var feed in feeds)
        {
            if (batch.Filters.IndexOf(feed.Filter.Text) is >= 0 and var index)
            {
                feed.Add(batch.Lines.Where(line => (line.Passes & (1 << index)) != 0), batch.Seen[index]);
            }
        }
    }

    /// <summary>Returns the gateways whose requests are missing from a feed.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="reporting">The gateways that report, and should therefore send.</param>
    public ImmutableArray<TailGap> GapsOf(TailFeed feed, IEnumerable<GatewayId> reporting)
    {
        var now = timeProvider.GetUtcNow();
        if (now - feed.Since < Patience)
        {
            return [];
        }

        var gateways = Volatile.Read(ref _gateways);
        return
        [
            .. reporting.Where(gateway => feed.Filter.Gateway is not { } wanted || wanted == gateway)
                .Distinct()
                .Select(gateway => (Gateway: gateway, Kind: KindOf(gateways.GetValueOrDefault(gateway), feed, now)))
                .Where(gap => gap.Kind is not null)
                .Select(gap => new TailGap(gap.Gateway, gap.Kind!.Value)),
        ];
    }

    private static TailGapKind? KindOf(TailGateway? last, TailFeed feed, DateTimeOffset now) =>
        last is null || now - last.At >= Patience ? TailGapKind.Silent
        : !last.IsReadable ? TailGapKind.Unreadable
        : last.Filters.Contains(feed.Filter.Text) ? null
        : TailGapKind.NotApplied;

    private void Close(TailFeed feed)
    {
        lock (_lock)
        {
            if (--_viewers[feed] == 0)
            {
                _viewers.Remove(feed);
            }

            if (_viewers.Count == 0)
            {
                _gateways = _gateways.Clear();
            }
        }

        Changed.Set();
    }
}
