using System.Diagnostics;
using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>
/// Observes, in successive windows, how many requests the servers handle and how much processor time the process uses for them.
/// </summary>
/// <param name="serverUrl">The URL of any of the servers: each reports the requests of all.</param>
/// <param name="process">The process under load.</param>
/// <param name="began">When the process was started, as a timestamp.</param>
internal sealed class Observation(string serverUrl, MeasuredProcess process, long began) : IDisposable
{
    /// <summary>The resolution in which the kernel counts processor time, in seconds.</summary>
    private const double Tick = 0.01;

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(serverUrl) };

    /// <summary>Observes until the load has ended, and returns the complete windows.</summary>
    public async Task<StartWindow[]> WatchAsync(Task load)
    {
        var windows = new List<StartWindow>();
        var last = await LookAsync();
        while (true)
        {
            await Task.Delay(StartOptions.Window, TimeProvider.System);
            if (load.IsCompleted)
            {
                return [.. windows];
            }

            var next = await LookAsync();
            var requests = (double)(next.Requests - last.Requests);
            windows.Add(new(next.At, requests / (next.At - last.At), requests / Math.Max(Tick, next.Processor - last.Processor)));
            last = next;
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Reads nginx's status. Its third line has three numbers: accepted connections, handled connections, and requests.</summary>
    private async Task<(double At, long Requests, double Processor)> LookAsync()
    {
        var text = await _client.GetStringAsync(new Uri(Rig.StatusPath, UriKind.Relative));
        var requests = long.Parse(text.Split('\n')[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture);
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, requests, process.ProcessorSeconds);
    }
}
