using System.Collections.Concurrent;
using System.Diagnostics;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Sends GET requests in the background until it is stopped, each with its own key.</summary>
internal sealed class ContinuousLoad : IAsyncDisposable
{
    private const int Workers = 8;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(TimeSpan At, string What)> _failures = new();
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly HttpClient _client;
    private readonly Task _workers;
    private int _sent;

    public ContinuousLoad(Uri gateway)
    {
        _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = gateway };
        _workers = Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => SendAsync(worker))));
    }

    public TimeSpan Elapsed => _elapsed.Elapsed;

    public int Sent => Volatile.Read(ref _sent);

    /// <summary>The requests that did not get 200, with the time at which they failed.</summary>
    public IReadOnlyList<(TimeSpan At, string What)> Failures => [.. _failures];

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _workers;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync(int worker)
    {
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            try
            {
                var (status, _) = await Load.GetAsync(_client, $"{worker}-{i}", CancellationToken.None);
                if (status != 200)
                {
                    _failures.Enqueue((Elapsed, $"status {status}"));
                }
            }
            catch (HttpRequestException exception)
            {
                _failures.Enqueue((Elapsed, exception.Message));
            }

            Interlocked.Increment(ref _sent);
        }
    }
}
