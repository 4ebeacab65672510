using System.Collections.Concurrent;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Runs one client per gateway that sends requests one after another, with a repeating set of keys, until it is stopped.</summary>
internal sealed class ConstantLoad : IAsyncDisposable
{
    private const int Keys = 97;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private int _sent;
    private int _moved;

    public ConstantLoad(params HttpClient[] gateways) => _clients = [.. gateways.Select(SendAsync)];

    public int Sent => Volatile.Read(ref _sent);

    /// <summary>The errors of the failed requests.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>The number of requests that went to a different server than the previous request with the same key.</summary>
    public int Moved => Volatile.Read(ref _moved);

    /// <summary>Waits until the given number of further requests has been sent.</summary>
    public Task PassAsync(int requests)
    {
        var goal = Sent + requests;
        return Eventually.TrueAsync($"{goal} requests were sent", () => Sent >= goal, RedisCluster.Patience);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task SendAsync(HttpClient gateway)
    {
        using var pace = new PeriodicTimer(Pause);
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var key = $"key-{i % Keys}";
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add(GatewayHost.KeyHeader, key);
            try
            {
                using var response = await gateway.SendAsync(request, CancellationToken.None);
                var server = response.EnsureSuccessStatusCode().Headers.GetValues("X-Server-Id").Single();
                if (_owners.TryGetValue(key, out var last) && !string.Equals(last, server, StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref _moved);
                }

                _owners[key] = server;
            }
            catch (HttpRequestException exception)
            {
                _failures.Enqueue(exception.Message);
            }

            Interlocked.Increment(ref _sent);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
