using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Responses;

public sealed class RejectionsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void NameOf_AllReasons_AreDistinctAndPlain()
    {
        var names = Rejections.Reasons.Select(Rejections.NameOf).ToArray();

        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.Matches("^[a-z0-9-]+$", name));
    }

    [Fact]
    public void Add_ManyThreads_LosesNone()
    {
        var rejections = new Rejections();

        Parallel.For(0, 10_000, i => rejections.Add(i % 2 == 0 ? RejectionReason.Rate : RejectionReason.Overload));

        Assert.Equal(
            (5_000, 5_000, 10_000), (rejections.Of(RejectionReason.Rate), rejections.Of(RejectionReason.Overload), rejections.Total));
    }

    [Fact]
    public async Task Log_ManyRejections_LogsEachReasonOnceAMinute()
    {
        var (time, logger, rejections) = (new FakeTimeProvider(), new RecordingLogger<RejectionLog>(), new Rejections());
        using var log = new RejectionLog(rejections, time, logger);
        await log.StartAsync(Token);
        for (var i = 0; i < 1_000; i++)
        {
            rejections.Add(RejectionReason.Rate);
        }

        rejections.Add(RejectionReason.BodySize);
        await AdvanceToAsync(2);
        time.Advance(RejectionLog.Interval);
        rejections.Add(RejectionReason.Rate);
        await AdvanceToAsync(3);
        rejections.Add(RejectionReason.Tls);
        await log.StopAsync(Token);

        Assert.Equal(
            [
                "Rejected in the last minute for the reason 'body-size': 1 (1 since the start)",
                "Rejected in the last minute for the reason 'rate': 1000 (1000 since the start)",
                "Rejected in the last minute for the reason 'rate': 1 (1001 since the start)",
                "Rejected in the last minute for the reason 'tls': 1 (1 since the start)",
            ],
            logger.Entries.Select(entry => entry.Message));
        Assert.All(logger.Entries, entry => Assert.Equal((3601, LogLevel.Warning), (entry.Id.Id, entry.Level)));

        async Task AdvanceToAsync(int lines)
        {
            await Eventually.TrueAsync(
                $"{lines} lines are logged",
                () =>
                {
                    time.Advance(RejectionLog.Interval);
                    return logger.Entries.Count >= lines;
                },
                Patience);
        }
    }
}
