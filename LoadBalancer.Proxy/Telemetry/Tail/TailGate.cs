using System.Collections.Immutable;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Proxy.Telemetry.RequestLog;

namespace LoadBalancer.Proxy.Telemetry.Tail;

/// <summary>
/// The filters that somebody looks through now, how many requests have passed each, and how many of them may still be sent. Thread-safe,
/// without locks or allocation.
/// </summary>
internal sealed class TailGate
{
    private readonly Entry[] _entries;
    private readonly long[] _seen;
    private readonly TailRate _ordinary;
    private readonly TailRate _notable;

    /// <param name="filters">The filters, at most <see cref="TailFilter.Most"/>.</param>
    /// <param name="gateway">This gateway.</param>
    /// <param name="frequency">The number of timestamps per second.</param>
    /// <param name="perSecond">See <see cref="TailRules.PerSecond"/>.</param>
    public TailGate(ImmutableArray<TailFilter> filters, GatewayId gateway, long frequency, int perSecond = TailRules.PerSecond)
    {
        Filters = filters;
        _entries = [.. filters.Select(filter => new Entry(filter, gateway))];
        _seen = new long[filters.Length];
        _ordinary = new(perSecond, frequency);
        _notable = new(perSecond, frequency);
    }

    /// <summary>The filters.</summary>
    public ImmutableArray<TailFilter> Filters { get; }

    /// <summary>Whether a request is one that people look for: it failed, was slow, or was sent to several servers.</summary>
    public static bool IsNotable(in RequestEnd end, TimeSpan duration) =>
        duration >= TailRules.Slow || end.Attempts is { Count: > 1 } || end.HasFailed;

    /// <summary>Returns the filters that a request passes, bit <c>i</c> for the one at index <c>i</c>, and counts it for each.</summary>
    public int Count(in RequestEnd end, TimeSpan duration)
    {
        var passed = 0;
        for (var i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Passes(end, duration))
            {
                Interlocked.Increment(ref _seen[i]);
                passed |= 1 << i;
            }
        }

        return passed;
    }

    /// <summary>Whether another request may be sent now.</summary>
    public bool TryTake(bool isNotable, long now) => (isNotable ? _notable : _ordinary).TryTake(now);

    /// <summary>Returns how many requests have passed each filter since the last call.</summary>
    public ImmutableArray<long> TakeSeen()
    {
        var seen = ImmutableArray.CreateBuilder<long>(_seen.Length);
        for (var i = 0; i < _seen.Length; i++)
        {
            seen.Add(Interlocked.Exchange(ref _seen[i], 0));
        }

        return seen.MoveToImmutable();
    }

    /// <summary>A filter in the form in which requests are compared with it.</summary>
    private sealed class Entry
    {
        private static readonly ImmutableArray<PlacementAlgorithm> Algorithms = [.. Enum.GetValues<PlacementAlgorithm>()];

        private readonly int _first;
        private readonly int _last;
        private readonly bool _isForFailed;
        private readonly bool _isForOthers;
        private readonly ServerId? _server;
        private readonly TimeSpan _leastDuration;
        private readonly ulong[]? _hashes;

        public Entry(TailFilter filter, GatewayId gateway)
        {
            (_first, _last) = filter.Statuses;
            _isForFailed = filter.IsForFailed;
            _isForOthers = filter.Gateway is { } wanted && wanted != gateway;
            _server = filter.Server;
            _leastDuration = filter.LeastDuration;
            _hashes = filter.Key is { } key ? [.. Algorithms.Select(algorithm => KeyHash.Of(algorithm, key))] : null;
        }

        /// <summary>Whether a request passes. Its key is compared by the hash that it was placed by.</summary>
        public bool Passes(in RequestEnd end, TimeSpan duration) =>
            !_isForOthers
            && end.Status >= _first
            && end.Status <= _last
            && duration >= _leastDuration
            && (!_isForFailed || end.HasFailed)
            && (_server is not { } server || Met(end, server))
            && (_hashes is null || (end.Attempts is { } attempts && attempts.Hash == _hashes[(int)attempts.Algorithm]));

        private static bool Met(in RequestEnd end, ServerId server) => end.Attempts is { } attempts
            && (attempts.Last?.Id == server || attempts.FailedServer?.Id == server || attempts.Trail?.Has(server) == true);
    }
}
