using System.Diagnostics;
using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>Looks, window by window, how many requests the servers answer and how long the process works for them.</summary>
/// <param name="serverUrl">Any of the servers: each tells of all.</param>
/// <param name="process">What is loaded.</param>
/// <param name="began">When it was started, as a timestamp.</param>
internal sealed class Observation(string serverUrl, MeasuredProcess process, long began) : IDisposable
{
    /// <summary>The kernel counts processor time in hundredths of a second.</summary>
    private const double Tick = 0.01;

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(serverUrl) };

    /// <summary>Until something has ended; the windows that are whole.</summary>
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

    /// <summary>Three numbers in the third line: connections that were taken, handled, and requests.</summary>
    private async Task<(double At, long Requests, double Processor)> LookAsync()
    {
        var text = await _client.GetStringAsync(new Uri(Rig.StatusPath, UriKind.Relative));
        var requests = long.Parse(text.Split('\n')[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture);
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, requests, process.ProcessorSeconds);
    }
}
