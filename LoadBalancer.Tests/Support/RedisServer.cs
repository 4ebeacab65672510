using System.Diagnostics;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A real redis-server shared by all tests, on a Unix socket so that it needs no port. Tests log in as the user in deploy/redis/users.acl:
/// a command or a key that this user may not use fails a test here, not a deployment.
/// </summary>
public sealed class RedisServer : IAsyncLifetime
{
    private const string Password = "of-the-tests";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("lb-redis-").FullName;
    private Process? _process;
    private ConnectionMultiplexer? _connection;

    /// <summary>The connection. If redis-server is missing, the test fails in CI and is skipped elsewhere.</summary>
    public ConnectionMultiplexer Connection => _connection ?? throw Missing.Tool("redis-server");

    /// <summary>The connection string for other processes; skips or fails like <see cref="Connection"/>.</summary>
    public string ConnectionString => _connection is null ? throw Missing.Tool("redis-server") : Login;

    private string Login => $"!{Socket},user=loadbalancer,password={Password}";

    private string Socket => Path.Combine(_folder, "redis.sock");

    public async ValueTask InitializeAsync()
    {
        if (Missing.FindOnPath("redis-server") is not { } redis)
        {
            return;
        }

        var users = Path.Combine(_folder, "users.acl");
        await File.WriteAllTextAsync(
            users, Repository.Read("deploy", "redis", "users.acl").Replace("CHANGE-ME", Password, StringComparison.Ordinal));
        string[] arguments =
        [
            "--port", "0", "--unixsocket", Socket, "--save", "", "--appendonly", "no", "--dir", _folder, "--aclfile", users,
        ];
        _process = Process.Start(new ProcessStartInfo(redis, arguments) { RedirectStandardOutput = true, UseShellExecute = false });
        _ = _process!.StandardOutput.ReadToEndAsync();
        await Eventually.TrueAsync("redis-server listens", () => File.Exists(Socket), StartTimeout);
        _connection = await ConnectionMultiplexer.ConnectAsync(Login);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
