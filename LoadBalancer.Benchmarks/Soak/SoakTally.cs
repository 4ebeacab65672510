using System.Collections.Concurrent;
using System.Globalization;

namespace LoadBalancer.Benchmarks.Soak;

/// <summary>Counts what the clients observed. Thread-safe.</summary>
internal sealed class SoakTally
{
    private readonly ConcurrentDictionary<int, int> _stuck = [];
    private long _responded;
    private long _brokenOff;
    private long _left;
    private long _lost;

    /// <summary>The number of requests that never ended, plus the keep-alive connections that were closed between valid requests.</summary>
    public long Faults => _stuck.Values.Sum() + Interlocked.Read(ref _lost);

    public void Responded() => Interlocked.Increment(ref _responded);

    public void BrokenOff() => Interlocked.Increment(ref _brokenOff);

    public void Left() => Interlocked.Increment(ref _left);

    public void Lost() => Interlocked.Increment(ref _lost);

    /// <summary>Counts an action that did not complete in time.</summary>
    public void Stuck(int kind) => _stuck.AddOrUpdate(kind, 1, (_, count) => count + 1);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_responded} completed, {_brokenOff} aborted, {_left} abandoned by the client, {_lost} lost between valid requests, "
        + $"stuck: {(_stuck.IsEmpty ? "none" : string.Join(", ", _stuck.Select(entry => $"{entry.Value} of kind {entry.Key}")))}");
}
