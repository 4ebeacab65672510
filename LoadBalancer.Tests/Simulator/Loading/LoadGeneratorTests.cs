using LoadBalancer.Simulator.Keys;
using LoadBalancer.Simulator.Loading;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Simulator.Loading;

public sealed class LoadGeneratorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// One request in a hundred takes 600 ms by the generator's clock, but about sixty are due meanwhile, and half of these wait for more
    /// than half of that time.
    /// </summary>
    [Fact]
    public async Task Run_OpenLoopAndAStall_CountsTheRequestsThatWaited()
    {
        var time = new LeapingTimeProvider();
        var requests = 0;
        await using var server = await HttpTestServer.StartAsync("a", _ =>
        {
            if (Interlocked.Increment(ref requests) == 10)
            {
                time.Leap(TimeSpan.FromMilliseconds(600));
            }

            return Task.CompletedTask;
        });
        var options = new LoadOptions { Url = new(server.Url), Requests = 100, Concurrency = 1, Rate = 100 };

        var result = await new LoadGenerator(options, KeyPattern.Parse("unique", seed: 1), new LoadRecorder(), time).RunAsync(Token);

        Assert.Equal(("open", 100, 0), (result.Loop, result.Succeeded, result.Errors));
        Assert.True(result.LatencyMs!.P90 > 300, $"{result.LatencyMs}");
        Assert.True(result.ServiceMs!.P90 < 300, $"{result.ServiceMs}");
        Assert.True(result.ServiceMs.Max >= 590, $"{result.ServiceMs}");
    }
}
