using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>A proxy on its own core, and its resource usage as the kernel reports it.</summary>
internal sealed class MeasuredProcess : IAsyncDisposable
{
    private const int TicksPerSecond = 100;
    private const double KibiPerMebi = 1_024;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Allocations? _allocations;

    private MeasuredProcess(Process process, Allocations? allocations)
    {
        _process = process;
        _allocations = allocations;
    }

    /// <summary>User and system time of all its threads, in seconds.</summary>
    public double ProcessorSeconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Ticks(fields[11]) + Ticks(fields[12])) / TicksPerSecond;
        }
    }

    /// <summary>Its peak resident memory, in MiB.</summary>
    public double PeakMemory => Memory("VmHWM:");

    /// <summary>Its current resident memory, in MiB.</summary>
    public double ResidentMemory => Memory("VmRSS:");

    /// <summary>Returns the number of bytes that it has allocated on its managed heap; <see langword="null"/> if it has none.</summary>
    public async Task<double?> AllocatedBytesAsync() => _allocations is null ? null : await _allocations.ReadAsync(_process.Id);

    /// <summary>Starts a proxy and waits until a path returns 200.</summary>
    public static async Task<MeasuredProcess> StartAsync(Contender contender, string folder, int port)
    {
        var measured = Launch(contender, folder, port);
        await WaitAsync(port, Scenario.Ordinary.Path, TimeSpan.FromMilliseconds(20));
        return measured;
    }

    /// <summary>Starts a proxy without waiting for it.</summary>
    public static MeasuredProcess Launch(Contender contender, string folder, int port)
    {
        var start = new ProcessStartInfo("taskset", ["-c", contender.Cores, .. contender.Command(folder, port)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        var allocations = contender.IsManaged ? new Allocations(folder) : null;
        foreach (var (name, value) in contender.Variables(folder, port).Concat(allocations?.Variables ?? []))
        {
            start.Environment[name] = value;
        }

        // taskset replaces itself with the program that it starts, so the process id stays the same.
        var measured = new MeasuredProcess(Process.Start(start)!, allocations);
        measured._process.OutputDataReceived += static (_, _) => { };
        measured._process.ErrorDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        measured._process.BeginOutputReadLine();
        measured._process.BeginErrorReadLine();
        return measured;
    }

    /// <summary>Polls a path until it returns 200.</summary>
    public static async Task WaitAsync(int port, string path, TimeSpan interval)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var patience = new CancellationTokenSource(LongestStart);
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"), patience.Token);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException exception) when (exception.InnerException is SocketException or IOException or null)
            {
                // The proxy does not listen yet.
            }

            await Task.Delay(interval, TimeProvider.System, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(LongestStop);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private double Memory(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / KibiPerMebi;
    }

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
