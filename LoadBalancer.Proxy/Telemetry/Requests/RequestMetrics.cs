using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Telemetry.RequestLog;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>Records metrics for requests when they end, and for server selection. Thread-safe; does not allocate.</summary>
internal sealed class RequestMetrics
{
    public const string Duration = "loadbalancer.request.duration";
    public const string Tries = "loadbalancer.request.tries";
    public const string Selections = "loadbalancer.selections";
    public const string Retries = "loadbalancer.retries";
    public const string Failures = "loadbalancer.failures";
    public const string Hedges = "loadbalancer.hedges";
    public const string Server = "server";
    public const string Status = "status";
    public const string Reason = "reason";
    public const string Error = "error.type";
    public const string Result = "result";

    /// <summary>The server name for a request that was rejected, or for which no server was available.</summary>
    public const string NoServer = "none";

    private static readonly string[] Classes = ["other", "1xx", "2xx", "3xx", "4xx", "5xx"];
    private static readonly ImmutableArray<string> HedgeResults =
        [.. Enum.GetNames<HedgeResult>().Select(name => name.ToLowerInvariant())];

    private static readonly ImmutableArray<string> Reasons = [.. Enum.GetNames<SelectionReason>()];

    /// <summary>
    /// The buckets of the semantic conventions for HTTP, and some smaller ones: a proxied request often takes less than 5 ms.
    /// </summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private static readonly InstrumentAdvice<int> Counts = new() { HistogramBucketBoundaries = [0, 1, 2, 3, 5, 10] };

    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _tries;
    private readonly long[] _selections = new long[Reasons.Length];
    private readonly Counter<long> _retries;
    private readonly Counter<long> _failures;
    private readonly long[] _hedges = new long[HedgeResults.Length];

    public RequestMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GatewayMeter.Name);
        _duration = meter.CreateHistogram(
            Duration, "s", "Duration of requests, from the head to the end of the response.", tags: null, Seconds);
        _tries = meter.CreateHistogram(Tries, "{try}", "Number of servers that each request was sent to.", tags: null, Counts);
        meter.CreateObservableCounter(
            Selections, () => Measured(_selections, Reasons, Reason), "{selection}", "Selections of servers for requests, by reason.");
        _failures = meter.CreateCounter<long>(Failures, "{try}", "Attempts that failed on a server, by cause.");
        meter.CreateObservableCounter(
            Hedges,
            () => Measured(_hedges, HedgeResults, Result),
            "{try}",
            "Requests that were also sent to a second server while the first was awaited, by the result of that attempt.");
        _retries = meter.CreateCounter<long>(Retries, "{try}", "Requests sent to a server after another server had failed them.");
    }

    /// <summary>Whether a listener collects the metrics.</summary>
    public bool IsOn => _duration.Enabled || _tries.Enabled;

    /// <summary>Records a request that has ended.</summary>
    public void Record(in RequestEnd end, TimeSpan duration)
    {
        var server = end.Attempts?.Last?.Id.Value ?? NoServer;
        if (end.Error is { } error)
        {
            _duration.Record(duration.TotalSeconds, new(Server, server), new(Status, ClassOf(end.Status)), new(Error, error));
        }
        else
        {
            _duration.Record(duration.TotalSeconds, new(Server, server), new(Status, ClassOf(end.Status)));
        }

        _tries.Record(end.Attempts?.Count ?? 0);
    }

    /// <summary>Records that a request is sent to its current server.</summary>
    public void Select(Attempts attempts)
    {
        Interlocked.Increment(ref _selections[(int)attempts.Current.Reason]);
        if (attempts.Count > 1)
        {
            _retries.Add(1, new KeyValuePair<string, object?>(Server, attempts.Server.Id.Value));
        }
    }

    /// <summary>Records that an attempt failed.</summary>
    public void Fail(Server server, FailureCause cause) =>
        _failures.Add(1, new(Server, server.Id.Value), new(Error, FailureCauses.NameOf(cause)));

    /// <summary>Records the end of an attempt on a second server.</summary>
    public void Hedge(HedgeResult result) => Interlocked.Increment(ref _hedges[(int)result]);

    private static IEnumerable<Measurement<long>> Measured(long[] counts, ImmutableArray<string> names, string tag) =>
        names.Select((name, i) => new Measurement<long>(Interlocked.Read(ref counts[i]), new KeyValuePair<string, object?>(tag, name)));

    private static string ClassOf(int status) => status / 100 is > 0 and <= 5 and var first ? Classes[first] : Classes[0];
}
