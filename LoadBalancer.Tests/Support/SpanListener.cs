using System.Collections.Concurrent;
using System.Diagnostics;

namespace LoadBalancer.Tests.Support;

/// <summary>Records the spans of requests for one path and their descendants, but not those of other tests in this process.</summary>
internal sealed class SpanListener : IDisposable
{
    private readonly ConcurrentDictionary<ActivitySpanId, bool> _started = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly string _path;

    public SpanListener(string source, string path)
    {
        _path = path;
        _listener = new()
        {
            ShouldListenTo = candidate => string.Equals(candidate.Name, source, StringComparison.Ordinal),
            Sample = (ref options) => _started.ContainsKey(options.Parent.SpanId) || IsForPath(options.Tags)
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStarted = span => _started[span.SpanId] = true,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans that have ended, in that order.</summary>
    public IReadOnlyList<Activity> Spans => [.. _spans];

    public void Dispose() => _listener.Dispose();

    private bool IsForPath(IEnumerable<KeyValuePair<string, object?>>? tags) =>
        tags?.Any(tag => tag.Key is "url.path" && string.Equals(tag.Value as string, _path, StringComparison.Ordinal)) == true;
}
