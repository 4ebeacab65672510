using CsCheck;
using LoadBalancer.Aspire.Hosting.Supervision;

namespace LoadBalancer.Tests.Aspire.Hosting.Supervision;

public sealed class RestartBackoffTests
{
    [Fact]
    public void NextDelay_RepeatedEnds_IsZeroAndThenDoublesUpToTheLongest()
    {
        var backoff = new RestartBackoff();

        var delays = Enumerable.Range(0, 6).Select(_ => backoff.NextDelay(TimeSpan.Zero).TotalMilliseconds);

        Assert.Equal([0, 250, 500, 1000, 2000, 2000], delays);
    }

    [Fact]
    public void NextDelay_RanSlightlyTooShort_KeepsDoubling()
    {
        var backoff = new RestartBackoff();
        backoff.NextDelay(TimeSpan.Zero);

        Assert.Equal(RestartBackoff.First, backoff.NextDelay(RestartBackoff.Proof - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void NextDelay_RanLongEnough_RestartsWithoutADelay()
    {
        var backoff = new RestartBackoff();
        backoff.NextDelay(TimeSpan.Zero);
        backoff.NextDelay(TimeSpan.Zero);

        Assert.Equal(TimeSpan.Zero, backoff.NextDelay(RestartBackoff.Proof));
        Assert.Equal(RestartBackoff.First, backoff.NextDelay(TimeSpan.Zero));
    }

    [Fact]
    public void NextDelay_AnyRunTimes_IsAtMostTheLongest()
    {
        Gen.Double[0, 100].Array[1, 50].Sample(lives =>
        {
            var backoff = new RestartBackoff();

            return lives.All(seconds => backoff.NextDelay(TimeSpan.FromSeconds(seconds)) is var delay
                && delay >= TimeSpan.Zero
                && delay <= RestartBackoff.Longest);
        });
    }
}
