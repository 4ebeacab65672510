using System.Diagnostics;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Benchmarks.Soak;

/// <summary>A gateway in its own process, with in-memory stores. It prints its address and, periodically, its resource usage.</summary>
internal static class SoakGateway
{
    /// <summary>The prefix of the line with its address.</summary>
    public const string Listening = "listening ";

    private const double Mebi = 1_048_576;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(5);

    private static readonly Stopwatch Elapsed = Stopwatch.StartNew();
    private static int _unobserved;
    private static long _thrown;

    /// <summary>Runs until the standard input ends.</summary>
    public static async Task<int> RunAsync(string[] servers)
    {
        TaskScheduler.UnobservedTaskException += (_, unobserved) =>
        {
            Interlocked.Increment(ref _unobserved);
            Console.Error.WriteLine($"Unobserved exception: {unobserved.Exception}");
        };
        AppDomain.CurrentDomain.FirstChanceException += (_, _) => Interlocked.Increment(ref _thrown);

        await using var app = await StartAsync(servers);
        Console.WriteLine(Listening + app.Urls.Single());
        using var ended = new CancellationTokenSource();
        var sampling = SampleAsync(ended.Token);
        await Console.In.ReadToEndAsync();
        await ended.CancelAsync();
        await sampling;
        await app.StopAsync();
        return 0;
    }

    private static async Task<WebApplication> StartAsync(string[] servers)
    {
        var registry = new InMemoryServerRegistry(TimeProvider.System);
        for (var i = 0; i < servers.Length; i++)
        {
            await registry.ApplyAsync(
                new MembershipChange.Join(new($"s{i + 1}"), servers[i], Weight: null, Instance: null, TimeProvider.System.GetUtcNow()),
                CancellationToken.None);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Gateway:ActivityTimeout"] = "00:00:05";
        builder.Configuration["Gateway:Retries:AttemptTimeout"] = "00:00:02";
        builder.Services.AddSingleton<IServerRegistry>(registry);
        builder.Services.AddSingleton<ICounterStore>(new InMemoryCounterStore());
        builder.Services.AddSingleton<IStatisticsStore>(new InMemoryStatisticsStore());
        builder.Services.AddSingleton<IGatewayExchange>(new InMemoryGatewayExchange(TimeProvider.System));
        var events = new InMemoryEventLog();
        builder.Services.AddSingleton<IEventLog>(events);
        builder.Services.AddSingleton<IVerdictLog>(new InMemoryVerdictLog(events));
        builder.Services.AddSingleton<ICheckStore, InMemoryCheckStore>();
        builder.Services.AddSingleton<IHealthLog, InMemoryHealthLog>();
        builder.Services.AddSingleton<ITailStore, InMemoryTailStore>();
        var app = GatewayApplication.Build(builder);
        await app.StartAsync();
        return app;
    }

    private static async Task SampleAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(SampleInterval);
        while (!ended.IsCancellationRequested)
        {
            // Collect twice: an unobserved exception is reported only by a finalizer, and objects with finalizers are released by the
            // second collection.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(new SoakSample(
                Elapsed.Elapsed.TotalSeconds,
                process.WorkingSet64 / Mebi,
                GC.GetTotalMemory(forceFullCollection: false) / Mebi,
                process.HandleCount,
                process.Threads.Count,
                Volatile.Read(ref _unobserved),
                Interlocked.Read(ref _thrown)).ToLine());
            try
            {
                await timer.WaitForNextTickAsync(ended);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
