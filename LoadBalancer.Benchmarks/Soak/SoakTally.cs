using System.Collections.Concurrent;
using System.Globalization;

namespace LoadBalancer.Benchmarks.Soak;

/// <summary>What clients saw. Thread-safe.</summary>
internal sealed class SoakTally
{
    private readonly ConcurrentDictionary<int, int> _stuck = [];
    private long _responded;
    private long _brokenOff;
    private long _left;
    private long _lost;

    /// <summary>Requests that were never ended, and keep-alive connections that ended between good requests.</summary>
    public long Faults => _stuck.Values.Sum() + Interlocked.Read(ref _lost);

    public void Responded() => Interlocked.Increment(ref _responded);

    public void BrokenOff() => Interlocked.Increment(ref _brokenOff);

    public void Left() => Interlocked.Increment(ref _left);

    public void Lost() => Interlocked.Increment(ref _lost);

    /// <summary>Nothing came of it in time.</summary>
    public void Stuck(int kind) => _stuck.AddOrUpdate(kind, 1, (_, count) => count + 1);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_responded} answered to their end, {_brokenOff} broken off, {_left} left by the client, {_lost} lost between good requests, "
        + $"stuck: {(_stuck.IsEmpty ? "none" : string.Join(", ", _stuck.Select(entry => $"{entry.Value} of kind {entry.Key}")))}");
}
