using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>A redis-server for one test, with arbitrary arguments and its own directory.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _folder;
    private readonly Process _process;

    private RedisProcess(string folder, Process process) => (_folder, _process) = (folder, process);

    public static Task<RedisProcess> StartAsync(string[] arguments, int port) =>
        StartAsync(Folder(), ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1", .. arguments], port);

    public static async Task<RedisProcess> StartSentinelAsync(int port, string configuration)
    {
        var folder = Folder();
        var file = Path.Combine(folder, "sentinel.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"port {port}\nbind 127.0.0.1\n{configuration}\n"));
        return await StartAsync(folder, [file, "--sentinel"], port);
    }

    /// <summary>Simulates a crash.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal, such as <c>STOP</c> for a server that hangs.</summary>
    public async Task SignalAsync(string signal)
    {
        using var process = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<RedisProcess> StartAsync(string folder, string[] arguments, int port)
    {
        var program = Missing.FindOnPath("redis-server") ?? throw Missing.Tool("redis-server");
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        })!;
        _ = process.StandardOutput.ReadToEndAsync();
        await Eventually.TrueAsync("redis-server listens", () => ListensAsync(port), Patience);
        return new RedisProcess(folder, process);
    }

    private static string Folder() => Directory.CreateTempSubdirectory("lb-redis-").FullName;

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
