using System.Diagnostics;
using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Cluster.Telemetry;

/// <summary>
/// Creates a span for each operation on the store, measures its duration, and tells the store's client how it ended. Thread-safe.
/// </summary>
internal sealed class StoreOperations
{
    public const string Name = "LoadBalancer.Registry";
    public const string Duration = "loadbalancer.store.operation.duration";
    public const string Operation = "operation";
    public const string Error = "error.type";

    private static readonly ActivitySource Source = new(Name);

    private readonly Histogram<double> _duration;
    private readonly IStoreClient _client;
    private readonly TimeProvider _timeProvider;

    public StoreOperations(IMeterFactory meters, IStoreClient client, TimeProvider timeProvider)
    {
        _client = client;
        _timeProvider = timeProvider;
        _duration = meters.Create(Name).CreateHistogram(
            Duration,
            "s",
            "Duration of Redis operations, by operation; error.type if they fail.",
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
            });
    }

    public Task RunAsync(string operation, Func<Task> run) => RunAsync<object?>(operation, async () =>
    {
        await run();
        return null;
    });

    public async Task<T> RunAsync<T>(string operation, Func<Task<T>> run)
    {
        using var span = Source.StartActivity(operation, ActivityKind.Client);
        span?.SetTag("db.system.name", "redis");
        var began = _timeProvider.GetTimestamp();
        TagList tags = new() { { Operation, operation } };
        try
        {
            var result = await run();
            _client.Succeeded();
            return result;
        }
        catch (Exception exception)
        {
            // A cancellation at shutdown is not a failure of the store.
            var error = exception is OperationCanceledException ? "canceled" : exception.GetType().Name;
            tags.Add(Error, error);
            span?.SetTag(Error, error);
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            if (_client.Failed(exception) is var cause && !ReferenceEquals(cause, exception))
            {
                throw cause;
            }

            throw;
        }
        finally
        {
            _duration.Record(_timeProvider.GetElapsedTime(began).TotalSeconds, tags);
        }
    }
}
