using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>
/// Requests at a fixed rate, whatever becomes of them: each is due at its own time, and its latency counts from then on. Raw sockets, so that it costs
/// less than what is measured; a request waits while all connections are busy.
/// </summary>
internal sealed class OpenLoop(int port, string path, double rate, TimeSpan length)
{
    private const int Connections = 64;
    private const int Keys = 1_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>This process is compiled too while it runs: what was due before counts for nothing.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private readonly Channel<(long Due, int Number)> _due = Channel.CreateUnbounded<(long Due, int Number)>(new() { SingleWriter = true });
    private readonly byte[][] _requests = [.. Enumerable.Range(0, Keys).Select(key => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"GET {path} HTTP/1.1\r\nHost: benchmark.test\r\nX-Request-Id: key-{key}\r\n\r\n")))];

    private readonly List<double> _lateness = [];
    private long _counts = long.MaxValue;

    /// <summary>Runs as a process of its own.</summary>
    public static async Task<int> RunAsync(TextWriter output, int port, string path, double rate, int seconds)
    {
        var outcome = await new OpenLoop(port, path, rate, TimeSpan.FromSeconds(seconds)).RunAsync();
        await output.WriteLineAsync(JsonSerializer.Serialize(outcome));
        return 0;
    }

    private async Task<OpenLoopOutcome> RunAsync()
    {
        var clients = Enumerable.Range(0, Connections).Select(_ => SendAsync()).ToArray();
        await PaceAsync();
        _due.Writer.Complete();
        var ended = await Task.WhenAll(clients);
        var latencies = ended.SelectMany(client => client.Latencies).Order().ToArray();
        _lateness.Sort();
        return new(
            latencies.Length,
            ended.Sum(client => client.Failed),
            OpenLoopOutcome.Percentile(latencies, 0.5),
            OpenLoopOutcome.Percentile(latencies, 0.99),
            OpenLoopOutcome.Percentile(latencies, 0.999),
            OpenLoopOutcome.Percentile(_lateness, 0.99));
    }

    private async Task PaceAsync()
    {
        var began = Stopwatch.GetTimestamp();
        _counts = began + (long)(WarmUp.TotalSeconds * Stopwatch.Frequency);
        using var timer = new PeriodicTimer(Tick);
        for (var number = 0; Stopwatch.GetElapsedTime(began) < WarmUp + length && await timer.WaitForNextTickAsync();)
        {
            var now = Stopwatch.GetTimestamp();
            while (began + (long)(number / rate * Stopwatch.Frequency) is var due && due <= now)
            {
                if (due >= _counts)
                {
                    _lateness.Add(Stopwatch.GetElapsedTime(due, now).TotalMilliseconds);
                }

                _due.Writer.TryWrite((due, number++));
            }
        }
    }

    private async Task<(List<double> Latencies, int Failed)> SendAsync()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var (latencies, failed, buffer) = (new List<double>(), 0, new byte[16 * 1024]);
        await foreach (var (due, number) in _due.Reader.ReadAllAsync())
        {
            await socket.SendAsync(_requests[number % Keys]);
            var isWell = await ReadAsync(socket, buffer);
            if (due < _counts)
            {
                continue;
            }

            if (isWell)
            {
                latencies.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            }
            else
            {
                failed++;
            }
        }

        return (latencies, failed);
    }

    /// <returns>Whether the answer is a 200 and whole.</returns>
    private static async Task<bool> ReadAsync(Socket socket, byte[] buffer)
    {
        var (count, whole) = (0, int.MaxValue);
        while (count < whole)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(count));
            if (read == 0)
            {
                throw new IOException("The proxy has closed a connection.");
            }

            count += read;
            whole = whole == int.MaxValue ? LengthOf(buffer.AsSpan(0, count)) : whole;
        }

        return count == whole && buffer.AsSpan().StartsWith("HTTP/1.1 200 "u8);
    }

    /// <summary>The length of head and content, once the head is there.</summary>
    private static int LengthOf(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return int.MaxValue;
        }

        var head = Encoding.ASCII.GetString(answer[..end]);
        var field = head.Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return end + 4 + int.Parse(field.AsSpan(field.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}
