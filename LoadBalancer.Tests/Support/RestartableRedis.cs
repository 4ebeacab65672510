using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A redis-server for one test, which can be killed, restarted with its data, paused, and emptied. It listens on a Unix socket, and its
/// connection string is valid before it starts.
/// </summary>
internal sealed class RestartableRedis : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("lb-redis-").FullName;
    private readonly string _program = Missing.FindOnPath("redis-server") ?? throw Missing.Tool("redis-server");
    private Process? _process;

    /// <summary>The connection string, with which a process connects as in production.</summary>
    public string ConnectionString => $"!{Socket}";

    private string Socket => Path.Combine(_folder, "redis.sock");

    public static async Task<RestartableRedis> StartNewAsync()
    {
        var redis = new RestartableRedis();
        await redis.StartAsync();
        return redis;
    }

    /// <summary>Starts redis-server with the data in the append-only file of an earlier run.</summary>
    public async Task StartAsync()
    {
        File.Delete(Socket);
        string[] arguments =
        [
            "--port", "0", "--unixsocket", Socket, "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", _folder,
        ];
        _process = Process.Start(new ProcessStartInfo(_program, arguments) { RedirectStandardOutput = true, UseShellExecute = false });
        _ = _process!.StandardOutput.ReadToEndAsync();
        await Eventually.TrueAsync("redis-server listens", () => File.Exists(Socket), Patience);
    }

    /// <summary>Simulates a crash: the process stops responding and writing at once.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Simulates a hang: connections stay open but no responses arrive.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    public Task ResumeAsync() => SignalAsync("CONT");

    public Task EmptyAsync() => ExecuteAsync("FLUSHALL");

    /// <summary>Limits the memory, in bytes, below which it accepts writes; 0 for no limit.</summary>
    public Task LimitMemoryAsync(long bytes) => ExecuteAsync("CONFIG", "SET", "maxmemory", bytes);

    /// <summary>Copies all stored data; <see cref="RestoreAsync"/> restores the copy.</summary>
    public async Task<string> CopyAsync()
    {
        var copy = Path.Combine(_folder, $"copy-{Guid.NewGuid():N}");
        await RunAsync("cp", "-r", Path.Combine(_folder, "appendonlydir"), copy);
        return copy;
    }

    /// <summary>Kills redis-server and restarts it with an older copy of the data.</summary>
    public async Task RestoreAsync(string copy)
    {
        await KillAsync();
        Directory.Delete(Path.Combine(_folder, "appendonlydir"), recursive: true);
        Directory.Move(copy, Path.Combine(_folder, "appendonlydir"));
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ExecuteAsync(string command, params object[] arguments)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{ConnectionString},allowAdmin=true");
        await admin.GetDatabase().ExecuteAsync(command, arguments);
    }

    private Task SignalAsync(string signal) => RunAsync("kill", $"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture));

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
