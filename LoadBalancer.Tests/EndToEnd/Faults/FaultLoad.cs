using System.Collections.Concurrent;
using System.Diagnostics;
using LoadBalancer.Tests.Functional;

namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>
/// Clients that each send one request after another until they are stopped, each with its own keys. Half of them prefer each gateway; a
/// client whose gateway is gone uses the other one. The servers delay each response so that a fault always hits requests in flight.
/// </summary>
internal sealed class FaultLoad : IAsyncDisposable
{
    public const int Clients = 48;
    private const int KeysOfAClient = 25;
    private const int OneOfSoManyPosts = 8;
    private const string Path = "/work?ms=50";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<FaultResponse> _responses = new();
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly HttpClient[] _gateways;
    private readonly bool[] _gone;
    private readonly Task _clients;

    public FaultLoad(IEnumerable<HttpClient> gateways)
    {
        _gateways = [.. gateways.Select(
            gateway => new HttpClient(new SocketsHttpHandler { UseProxy = false })
            {
                BaseAddress = gateway.BaseAddress,
                Timeout = Patience,
            })];
        _gone = new bool[_gateways.Length];
        _clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => RunAsync(client))));
    }

    public TimeSpan Elapsed => _elapsed.Elapsed;

    public IReadOnlyCollection<FaultResponse> Responses => _responses;

    /// <summary>Sets whether failures of a gateway are expected from now on.</summary>
    public void SetGone(int gateway, bool gone) => Volatile.Write(ref _gone[gateway], gone);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _clients;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Array.ForEach(_gateways, gateway => gateway.Dispose());
        _stop.Dispose();
    }

    private async Task RunAsync(int client)
    {
        var method = client % OneOfSoManyPosts == 0 ? HttpMethod.Post : HttpMethod.Get;
        var preferred = client / OneOfSoManyPosts % _gateways.Length;
        var avoids = false;
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var key = $"{client}-{i % KeysOfAClient}";
            var post = method == HttpMethod.Post ? $"{_run}-{client}-{i}" : null;
            avoids &= IsGone(preferred);
            var began = Elapsed;
            var used = avoids ? Other(preferred) : preferred;
            var wasGone = IsGone(used);
            var (server, failure) = await SendAsync(_gateways[used], method, key, post);
            var lost = failure is not null && (wasGone || IsGone(used));
            if (lost)
            {
                avoids = true;
                (server, failure) = method == HttpMethod.Get ? await SendAsync(_gateways[Other(used)], method, key, post) : ("", null);
            }

            _responses.Enqueue(new(key, post, began, Elapsed - began, server, failure, lost));
        }
    }

    private int Other(int gateway) => (gateway + 1) % _gateways.Length;

    private bool IsGone(int gateway) => Volatile.Read(ref _gone[gateway]);

    private static async Task<(string Server, string? Failure)> SendAsync(HttpClient gateway, HttpMethod method, string key, string? post)
    {
        try
        {
            using var request = new HttpRequestMessage(method, Path);
            request.Headers.Add(GatewayHost.KeyHeader, key);
            if (post is not null)
            {
                request.Headers.Add(PostLogs.KeyHeader, post);
            }

            using var response = await gateway.SendAsync(request, CancellationToken.None);
            var server = response.Headers.TryGetValues("X-Server-Id", out var ids) ? ids.Single() : "";
            return (server, response.IsSuccessStatusCode ? null : $"{method} {(int)response.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return ("", $"{method} {exception.HttpRequestError}");
        }
        catch (OperationCanceledException)
        {
            return ("", $"{method} no response within {Patience.TotalSeconds} s");
        }
    }
}
