using System.Diagnostics;
using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>How many requests the servers answer, window by window.</summary>
internal sealed class Throughput(string serverUrl) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(serverUrl) };
    private readonly List<(long At, long Requests)> _seen = [];

    /// <summary>Looks until something has ended.</summary>
    public async Task WatchAsync(Task load)
    {
        while (!load.IsCompleted)
        {
            _seen.Add((Stopwatch.GetTimestamp(), await ReadAsync()));
            await Task.Delay(StartOptions.Window, TimeProvider.System);
        }
    }

    /// <summary>The windows that are whole, as requests a second and when each ended, as a timestamp.</summary>
    public (double Rate, long Ends)[] Windows() =>
        [.. _seen.Zip(_seen.Skip(1), (from, to) => ((to.Requests - from.Requests) / Stopwatch.GetElapsedTime(from.At, to.At).TotalSeconds, to.At))];

    public void Dispose() => _client.Dispose();

    /// <summary>Three numbers in the third line: connections that were taken, handled, and requests.</summary>
    private async Task<long> ReadAsync()
    {
        var text = await _client.GetStringAsync(new Uri(Rig.StatusPath, UriKind.Relative));
        return long.Parse(text.Split('\n')[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture);
    }
}
