using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace LoadBalancer.Tests.Support;

/// <summary>A real DNS server, dnsmasq, on port 53 of 127.0.0.1 with the records of a test. It ends when it is disposed.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _records = Path.GetTempFileName();
    private readonly Channel<string> _log = Channel.CreateUnbounded<string>();
    private readonly Process _process;
    private int _queries;

    private DnsServer(string executable)
    {
        _process = new()
        {
            StartInfo = new(
                executable,
                [
                    "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", $"--addn-hosts={_records}",
                    "--listen-address=127.0.0.1", "--bind-interfaces", "--log-queries",
                ])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            },
        };
        _process.ErrorDataReceived += (_, line) => Log(line.Data ?? "");
        _process.Start();
        _process.BeginErrorReadLine();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The number of queries that the server has got.</summary>
    public int Queries => Volatile.Read(ref _queries);

    public static async Task<DnsServer> StartAsync()
    {
        var server = new DnsServer(Missing.FindOnPath("dnsmasq") ?? throw Missing.Tool("dnsmasq"));
        try
        {
            await server.ReadRecordsAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Replaces all records.</summary>
    public async Task SetAsync(params (string Name, string Address)[] records)
    {
        await File.WriteAllLinesAsync(_records, records.Select(record => $"{record.Address} {record.Name}"), Token);
        await Tool.RunAsync("kill", "-HUP", _process.Id.ToString(CultureInfo.InvariantCulture));
        await ReadRecordsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_records);
    }

    private void Log(string line)
    {
        if (line.Contains("query[", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _queries);
        }

        _log.Writer.TryWrite(line);
    }

    /// <summary>Waits until the server logs that it has read the records.</summary>
    private async Task ReadRecordsAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        var lines = new List<string>();
        do
        {
            try
            {
                lines.Add(await _log.Reader.ReadAsync(patience.Token));
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"dnsmasq has not read its records: {string.Join('\n', lines)}");
            }
        }
        while (!lines[^1].Contains($"read {_records}", StringComparison.Ordinal));
    }
}
