using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LoadBalancer.Tests.Functional.RequestLog;

/// <summary>
/// Listens to one gateway's instruments and sums their measurements by instrument and tag values, in the order in which the tags were
/// recorded.
/// </summary>
internal sealed class MeasuredCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _sums = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public MeasuredCounts(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Returns the current value of an observable instrument, or the sum of the measurements of any other instrument.</summary>
    public double Read(string instrument, params string[] tags)
    {
        _listener.RecordObservableInstruments();
        return _sums.GetValueOrDefault(KeyOf(instrument, tags));
    }

    /// <summary>Returns the number of measurements.</summary>
    public int Count(string instrument, params string[] tags) => _counts.GetValueOrDefault(KeyOf(instrument, tags));

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new string[tags.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            values[i] = $"{tags[i].Value}";
        }

        var key = KeyOf(instrument.Name, values);
        _counts.AddOrUpdate(key, 1, (_, count) => count + 1);
        _sums.AddOrUpdate(key, value, (_, sum) => instrument.IsObservable ? value : sum + value);
    }

    private static string KeyOf(string instrument, string[] tags) => $"{instrument} {string.Join(' ', tags)}";
}
