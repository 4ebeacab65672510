using LoadBalancer.Proxy.Telemetry.RequestLog;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.RequestLog;

/// <summary>
/// Tests a log that cannot be written, is renamed, or is filled faster than it is written: requests must not be affected.
/// </summary>
public sealed class RequestLogFailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Path_CannotBeWritten_IsLoggedOnceAndNothingIsLost()
    {
        using var folder = new LogFolder();
        var logger = new RecordingLogger<RequestLogWriter>();
        Directory.CreateDirectory(folder.Log);
        await using var cluster = await TestCluster.StartAsync(
            services => services.AddSingleton<ILogger<RequestLogWriter>>(logger), folder.Setting);
        await cluster.AddServerAsync("s1");

        Assert.Equal("s1", await cluster.GetAsync("a"));
        await Eventually.TrueAsync("the failure is logged", () => logger.CountOf(3802) == 1, Patience);
        Assert.Contains(folder.Log, Assert.Single(logger.Entries).Message, StringComparison.Ordinal);
        Assert.Equal("s1", await cluster.GetAsync("b"));
        Directory.Delete(folder.Log);

        Assert.Equal(["a", "b"], (await folder.ReadAsync(2)).Select(line => line.GetProperty("id").GetString()));
        await Eventually.TrueAsync("the recovery is logged", () => logger.CountOf(3803) == 1, Patience);
        Assert.Equal(1, logger.CountOf(3802));
    }

    [Fact]
    public async Task Buffer_Full_DropsLinesAndCountsAndLogsThem()
    {
        using var folder = new LogFolder();
        var logger = new RecordingLogger<RequestLogWriter>();
        Directory.CreateDirectory(folder.Log);
        await using var cluster = await TestCluster.StartAsync(
            services => services.AddSingleton<ILogger<RequestLogWriter>>(logger), folder.Setting, ("Gateway:RequestLog:Buffer", "65536"));
        await cluster.AddServerAsync("s1");
        using var measured = new MeasuredCounts(cluster.Gateway.Meters);
        var target = "/" + new string('a', 10_000);

        // The batch that is being retried has room for 128 KiB, the ring buffer for 64 KiB.
        for (var i = 0; i < 30; i++)
        {
            await cluster.Gateway.GetTextAsync(target, $"{i}", Token);
        }

        await Eventually.TrueAsync("the loss is logged", () => logger.CountOf(3801) == 1, Patience);
        var dropped = measured.Read(RequestLogMetrics.Dropped);
        Assert.InRange(dropped, 10, 29);
        Directory.Delete(folder.Log);
        Assert.Equal(30 - dropped, (await folder.ReadAsync((int)(30 - dropped))).Length);
    }

    [Fact]
    public async Task Stop_PathCannotBeWritten_LogsHowManyAreLost()
    {
        using var folder = new LogFolder();
        var logger = new RecordingLogger<RequestLogWriter>();
        Directory.CreateDirectory(folder.Log);
        await using (var cluster = await TestCluster.StartAsync(
            services => services.AddSingleton<ILogger<RequestLogWriter>>(logger), folder.Setting))
        {
            await cluster.AddServerAsync("s1");
            await cluster.GetAsync("a");
            await cluster.GetAsync("b");
        }

        Assert.Contains("2 lines", Assert.Single(logger.Entries, entry => entry.Id.Id == 3801).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Renamed_NewLinesAreInANewFile()
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartWithServersAsync(1, folder.Setting);
        await cluster.GetAsync("a");
        await folder.ReadAsync(1);

        File.Move(folder.Log, folder.Log + ".1");
        await cluster.GetAsync("b");

        Assert.Equal("b", Assert.Single(await folder.ReadAsync(1)).GetProperty("id").GetString());
        Assert.Single(await LogFolder.ReadAsync(folder.Log + ".1"));
    }

    [Fact]
    public async Task RollBytes_Reached_StartsNewFilesWithoutLoss()
    {
        using var folder = new LogFolder();
        await using (var cluster = await TestCluster.StartWithServersAsync(
            1, folder.Setting, ("Gateway:RequestLog:RollBytes", "4096"), ("Gateway:RequestLog:Keep", "100")))
        {
            for (var i = 0; i < 60; i++)
            {
                await cluster.Gateway.GetTextAsync("/" + new string('a', 500), $"{i}", Token);
                await Eventually.TrueAsync("it is written", async () => File.Exists(folder.Log)
                    && (await File.ReadAllTextAsync(folder.Log, Token)).Contains($"\"id\":\"{i}\"", StringComparison.Ordinal), Patience);
            }
        }

        var files = new DirectoryInfo(Path.GetDirectoryName(folder.Log)!).GetFiles();
        Assert.InRange(files.Length, 8, 20);
        Assert.All(files, file => Assert.InRange(file.Length, 1, 4_096));
        var ids = new List<string?>();
        foreach (var file in files)
        {
            ids.AddRange((await LogFolder.ReadAsync(file.FullName)).Select(line => LogFolder.Parse(line).GetProperty("id").GetString()));
        }

        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"{i}").Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
    }
}
