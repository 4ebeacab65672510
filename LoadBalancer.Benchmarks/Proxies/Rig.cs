using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Core.Membership;
using LoadBalancer.Registry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>What all contenders have in common: three servers, which are one nginx, and a Redis that knows them.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private const int Servers = 3;

    private readonly List<Process> _processes = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("lb-proxies-").FullName;

    public string[] ServerUrls { get; private set; } = [];

    public string Redis { get; private set; } = "";

    public static async Task<Rig> StartAsync()
    {
        var rig = new Rig();
        try
        {
            await rig.StartPartsAsync();
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port that nobody listens on, nor on the next one.</summary>
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
                // Taken: another pair.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
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
        foreach (var size in Scenario.All.Select(scenario => scenario.AnswerBytes).Distinct())
        {
            await File.WriteAllBytesAsync(Path.Combine(Folder, $"{size}"), new byte[size]);
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, "healthcheck"), "well");
        ServerUrls = [.. Enumerable.Range(0, Servers).Select(_ => $"http://127.0.0.1:{FreePort()}")];
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
        events { worker_connections 8192; }
        http {
          access_log off; sendfile on; tcp_nopush on; open_file_cache max=16; keepalive_requests 1000000000;
          server {
            {{string.Join(' ', ServerUrls.Select(url => $"listen {new Uri(url).Authority} backlog=4096;"))}}
            location / { root {{Folder}}; }
          }
        }
        """;

    private async Task JoinAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{Redis},abortConnect=false,connectTimeout=10000");
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<IConnectionMultiplexer>(connection);
        services.AddRedisRegistry();
        await using var provider = services.BuildServiceProvider();
        var registry = provider.GetRequiredService<IServerRegistry>();
        for (var i = 0; i < ServerUrls.Length; i++)
        {
            await registry.ApplyAsync(new MembershipChange.Join($"s{i + 1}", ServerUrls[i], Weight: null, Instance: null, TimeProvider.System.GetUtcNow()), CancellationToken.None);
        }
    }

    private void Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("taskset", ["-c", Cores.Load, program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        _processes.Add(process);
    }
}
