using System.Collections.Immutable;
using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Dashboard.State.Tail;

/// <summary>The latest requests that have passed a filter, shared by all who look through it. Thread-safe.</summary>
/// <param name="filter">The filter.</param>
/// <param name="since">When somebody began to look.</param>
internal sealed class TailFeed(TailFilter filter, DateTimeOffset since)
{
    /// <summary>The number of requests that are kept.</summary>
    public const int Capacity = 500;

    private readonly Lock _lock = new();
    private readonly Queue<TailEntry> _entries = new(Capacity);
    private long _received;
    private long _seen;

    /// <summary>Raised when requests or numbers have arrived. Handlers must return at once and not throw.</summary>
    public event Action? Changed;

    /// <summary>The filter.</summary>
    public TailFilter Filter => filter;

    /// <summary>When somebody began to look.</summary>
    public DateTimeOffset Since => since;

    /// <summary>How many requests have arrived, and how many the gateways have counted, those that they did not send included.</summary>
    public (long Received, long Seen) Counts
    {
        get
        {
            lock (_lock)
            {
                return (_received, Math.Max(_seen, _received));
            }
        }
    }

    /// <summary>Returns the latest requests, the latest first.</summary>
    public ImmutableArray<TailEntry> Latest(int most)
    {
        lock (_lock)
        {
            return [.. _entries.Skip(_entries.Count - most).Reverse()];
        }
    }

    /// <summary>Returns the requests that are kept after one, in the order in which they arrived.</summary>
    /// <param name="number">The number of the last one that is known.</param>
    public ImmutableArray<TailEntry> After(long number)
    {
        lock (_lock)
        {
            return [.. _entries.SkipWhile(entry => entry.Number <= number)];
        }
    }

    /// <summary>Adds what a gateway has sent.</summary>
    /// <param name="lines">The requests that have passed the filter.</param>
    /// <param name="seen">How many the gateway has counted.</param>
    public void Add(IEnumerable<TailLine> lines, long seen)
    {
        lock (_lock)
        {
            _seen += Math.Max(0, seen);
            foreach (var line in lines)
            {
                if (_entries.Count == Capacity)
                {
                    _entries.Dequeue();
                }

                _entries.Enqueue(new(++_received, line));
            }
        }

        Changed?.Invoke();
    }
}
