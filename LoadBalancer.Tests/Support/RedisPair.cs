using System.Globalization;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Support;

/// <summary>A master and its replica behind one name, which changes hands in a failover.</summary>
internal sealed class RedisPair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly (int Port, RedisProcess Process)[] _servers;

    private RedisPair((int Port, RedisProcess Process)[] servers)
    {
        _servers = servers;
        Name = new(servers[0].Port);
    }

    /// <summary>The name that clients connect to; it begins at the first server.</summary>
    public MovingName Name { get; }

    public string ConnectionString => Name.Address;

    /// <summary>Starts both servers, the second one as the replica of the first.</summary>
    public static async Task<RedisPair> StartAsync()
    {
        var (first, second) = (FreePorts.Find(), FreePorts.Find());
        var master = await RedisProcess.StartAsync(["--port", Text(first)], first);
        var replica = await RedisProcess.StartAsync(
            ["--port", Text(second), "--replicaof", "127.0.0.1", Text(first), "--repl-diskless-sync-delay", "0"], second);
        var pair = new RedisPair([(first, master), (second, replica)]);
        await pair.InSyncAsync(1);
        return pair;
    }

    /// <summary>Makes one server the master and the other one its replica; the name and all connections stay.</summary>
    public async Task PromoteAsync(int server)
    {
        await RunAsync(server, "REPLICAOF", "NO", "ONE");
        await RunAsync(1 - server, "REPLICAOF", "127.0.0.1", Text(_servers[server].Port));
    }

    /// <summary>Makes a server a replica of the other one, whether or not that one is a master.</summary>
    public Task DemoteAsync(int server) => RunAsync(server, "REPLICAOF", "127.0.0.1", Text(_servers[1 - server].Port));

    public void MoveNameTo(int server) => Name.MoveTo(_servers[server].Port);

    public Task KillAsync(int server) => _servers[server].Process.KillAsync();

    public Task PauseAsync(int server) => _servers[server].Process.SignalAsync("STOP");

    /// <summary>Waits until a replica has everything that its master has.</summary>
    public Task InSyncAsync(int server) => Eventually.TrueAsync(
        "the replica is in sync",
        async () => (await RunAsync(server, "INFO", "replication")).ToString().Contains("master_link_status:up", StringComparison.Ordinal),
        Patience);

    /// <summary>Connects to one server, whatever the name; the caller disposes the connection.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync(int server) =>
        ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Text(_servers[server].Port)},allowAdmin=true");

    /// <summary>Runs a command on one server.</summary>
    public async Task<RedisResult> RunAsync(int server, string command, params object[] arguments)
    {
        await using var admin = await ConnectAsync(server);
        return await admin.GetServers()[0].ExecuteAsync(command, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        await Name.DisposeAsync();
        foreach (var (_, process) in _servers)
        {
            await process.DisposeAsync();
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
