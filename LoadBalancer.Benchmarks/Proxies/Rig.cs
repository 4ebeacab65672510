using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Redis;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>The environment that all contenders share: the servers, which are one nginx, and a Redis with their membership.</summary>
internal sealed class Rig : IAsyncDisposable
{
    /// <summary>The path at which each server reports the number of requests that all of them have handled.</summary>
    public const string StatusPath = "/status";

    private const int FewServers = 3;

    private readonly List<Process> _processes = [];
    private string _listens = "";
    private ServiceProvider? _services;

    public string Folder { get; } = Directory.CreateTempSubdirectory("lb-proxies-").FullName;

    public string[] ServerUrls { get; private set; } = [];

    public string Redis { get; private set; } = "";

    /// <summary>The membership in this Redis.</summary>
    public IServerRegistry Registry => _services!.GetRequiredService<IServerRegistry>();

    /// <summary>Starts three servers, each on its own port.</summary>
    public static Task<Rig> StartAsync() => StartAsync(static rig =>
    {
        rig.ServerUrls = [.. Enumerable.Range(0, FewServers).Select(_ => $"http://127.0.0.1:{FreePort()}")];
        rig._listens = string.Join(' ', rig.ServerUrls.Select(url => $"listen {new Uri(url).Authority} backlog=4096;"));
    });

    /// <summary>Starts any number of servers, each on its own loopback address.</summary>
    public static Task<Rig> StartAsync(int servers) => StartAsync(rig =>
    {
        var port = FreePort();
        rig.ServerUrls = [.. Enumerable.Range(0, servers)
            .Select(server => $"http://127.{1 + (server >> 16)}.{(server >> 8) & 255}.{server & 255}:{port}")];
        rig._listens = $"listen 0.0.0.0:{port} backlog=4096; allow 127.0.0.0/8; deny all;";
    });

    private static async Task<Rig> StartAsync(Action<Rig> choose)
    {
        var rig = new Rig();
        try
        {
            choose(rig);
            await rig.StartPartsAsync();
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns a port that is free, and the port after it is free too.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            using var second = new TcpListener(IPAddress.Loopback, port + 1);
            try
            {
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // The next port is taken: try another pair.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_services?.DisposeAsync() ?? default);
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task StartPartsAsync()
    {
        foreach (var size in Scenario.All.Select(scenario => scenario.ResponseBytes).Distinct())
        {
            await File.WriteAllBytesAsync(Path.Combine(Folder, $"{size}"), new byte[size]);
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, "healthcheck"), "well");
        await File.WriteAllTextAsync(Path.Combine(Folder, "servers.conf"), ServersConfig);
        Start("nginx", "-c", Path.Combine(Folder, "servers.conf"));
        var redis = FreePort();
        Redis = $"127.0.0.1:{redis}";
        Start("redis-server", "--bind", "127.0.0.1", "--port", $"{redis}", "--save", "", "--dir", Folder);
        await JoinAsync();
    }

    private string ServersConfig =>
        $$"""
        daemon off; master_process off; worker_processes 1; pid {{Folder}}/servers.pid; error_log stderr crit;
        events { worker_connections 16384; }
        http {
          access_log off; sendfile on; tcp_nopush on; open_file_cache max=16; keepalive_requests 1000000000;
          server {
            {{_listens}}
            location / { root {{Folder}}; }
            location = {{StatusPath}} { stub_status; }
          }
        }
        """;

    /// <summary>Adds all servers in one change: if they joined one at a time, each change would read all servers before it.</summary>
    private async Task JoinAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddRedisRegistry(RedisConnection.Parse("redis", $"{Redis},connectTimeout=10000,asyncTimeout=30000"));
        _services = services.BuildServiceProvider();
        var now = TimeProvider.System.GetUtcNow();
        var joined = await Registry.ApplyAsync(
            new MembershipChange.Batch([.. ServerUrls.Select(
                (url, i) => new MembershipChange.Join(new($"s{i + 1}"), url, Weight: null, Instance: null, now))]), CancellationToken.None);
        if (joined.Outcome != MembershipOutcome.Applied)
        {
            throw new InvalidOperationException($"The servers could not join: {joined.Reason}");
        }
    }

    private void Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("taskset", ["-c", Cores.Load, program, .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        _processes.Add(process);
    }
}
