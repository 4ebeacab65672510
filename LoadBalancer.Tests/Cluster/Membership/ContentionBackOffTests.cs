using LoadBalancer.Cluster.Membership;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Membership;

public sealed class ContentionBackOffTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void WaitAsync_FirstDefeat_DoesNotWait() =>
        Assert.True(new ContentionBackOff(_time).WaitAsync(Token).AsTask().IsCompletedSuccessfully);

    [Fact]
    public async Task WaitAsync_EachDefeat_WaitsAtMost128Milliseconds()
    {
        var backOff = new ContentionBackOff(_time);
        await backOff.WaitAsync(Token);

        for (var defeat = 0; defeat < 100; defeat++)
        {
            var wait = backOff.WaitAsync(Token).AsTask();
            _time.Advance(TimeSpan.FromMilliseconds(128));
            await wait;
        }
    }

    [Fact]
    public async Task WaitAsync_After30Seconds_Throws()
    {
        var backOff = new ContentionBackOff(_time);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        await backOff.WaitAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<RegistryContentionException>(async () => await backOff.WaitAsync(Token));
    }

    [Fact]
    public async Task WaitAsync_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        var backOff = new ContentionBackOff(_time, new Random(2));
        await backOff.WaitAsync(stop.Token);
        var wait = backOff.WaitAsync(stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
