using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>
/// Sends requests at a fixed rate, whatever happens to them: each is due at its own time, and its latency is measured from that time. It
/// uses one thread and raw sockets, so that only the proxy, the server and the kernel contribute to the latency; a request waits while all
/// connections are busy.
/// </summary>
internal sealed class OpenLoop(int port, string path, double rate, TimeSpan length)
{
    private const int Connections = 64;
    private const int Keys = 1_000;

    /// <summary>The runtime also compiles this process while it runs, so requests that are due before this time do not count.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for responses once all requests have been sent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly byte[][] _requests = [.. Enumerable.Range(0, Keys).Select(key => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"GET {path} HTTP/1.1\r\nHost: benchmark.test\r\nX-Request-Id: key-{key}\r\n\r\n")))];

    private readonly Stack<OpenLoopConnection> _free = [];
    private readonly Dictionary<Socket, OpenLoopConnection> _busy = [];
    private readonly List<double> _latencies = [];
    private readonly List<double> _lateness = [];

    /// <summary>Runs the load as the only task of this process, and prints the outcome as JSON.</summary>
    public static async Task<int> RunAsync(TextWriter output, int port, string path, double rate, int seconds)
    {
        var outcome = new OpenLoop(port, path, rate, TimeSpan.FromSeconds(seconds)).Run();
        await output.WriteLineAsync(JsonSerializer.Serialize(outcome));
        return 0;
    }

    private OpenLoopOutcome Run()
    {
        for (var i = 0; i < Connections; i++)
        {
            _free.Push(new(port));
        }

        var began = Stopwatch.GetTimestamp();
        var counts = began + Ticks(WarmUp);
        var end = counts + Ticks(length);
        var (number, hasWaited) = (0, false);
        while (true)
        {
            var now = Stopwatch.GetTimestamp();
            var due = began + (long)(number / rate * Stopwatch.Frequency);
            if (due < end && due <= now && _free.TryPop(out var connection))
            {
                connection.Send(_requests[number++ % Keys], due, isCounted: due >= counts);
                _busy.Add(connection.Socket, connection);
                if (due >= counts && !hasWaited)
                {
                    _lateness.Add(Stopwatch.GetElapsedTime(due, now).TotalMilliseconds);
                }
            }
            else if (due >= end && (_busy.Count == 0 || now > end + Ticks(Patience)))
            {
                break;
            }
            else
            {
                // If all connections are busy, the delay is due to the proxy.
                hasWaited = due <= now;
                Take();
            }
        }

        _latencies.Sort();
        _lateness.Sort();
        return new(
            _latencies.Count,
            _busy.Count,
            OpenLoopOutcome.Percentile(_latencies, 0.5),
            OpenLoopOutcome.Percentile(_latencies, 0.99),
            OpenLoopOutcome.Percentile(_latencies, 0.999),
            _lateness.Count == 0 ? 0 : OpenLoopOutcome.Percentile(_lateness, 0.99));
    }

    /// <summary>Reads responses that have arrived; if there are none, yields the core to other threads.</summary>
    private void Take()
    {
        var ready = _busy.Keys.ToList();
        if (ready.Count > 0)
        {
            Socket.Select(ready, null, null, 0);
        }

        if (ready.Count == 0)
        {
            Thread.Yield();
        }

        foreach (var socket in ready)
        {
            var connection = _busy[socket];
            if (connection.Receive())
            {
                _busy.Remove(socket);
                _free.Push(connection);
                if (connection.IsCounted)
                {
                    _latencies.Add(Stopwatch.GetElapsedTime(connection.Due).TotalMilliseconds);
                }
            }
        }
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
