using CsCheck;
using LoadBalancer.AppHost.Launcher;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class RestartBackoffTests
{
    [Fact]
    public void NextDelay_DeathAfterDeath_DoublesUpToTheLongest()
    {
        var backoff = new RestartBackoff();

        var delays = Enumerable.Range(0, 6).Select(_ => backoff.NextDelay(TimeSpan.Zero).TotalMilliseconds);

        Assert.Equal([250, 500, 1000, 2000, 2000, 2000], delays);
    }

    [Fact]
    public void NextDelay_LivedJustTooShortAProof_GoesOnDoubling()
    {
        var backoff = new RestartBackoff();
        backoff.NextDelay(TimeSpan.Zero);

        Assert.Equal(RestartBackoff.First * 2, backoff.NextDelay(RestartBackoff.Proof - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void NextDelay_LivedForTheProof_StartsAgainFromTheFirst()
    {
        var backoff = new RestartBackoff();
        backoff.NextDelay(TimeSpan.Zero);
        backoff.NextDelay(TimeSpan.Zero);

        Assert.Equal(RestartBackoff.First, backoff.NextDelay(RestartBackoff.Proof));
        Assert.Equal(RestartBackoff.First * 2, backoff.NextDelay(TimeSpan.Zero));
    }

    [Fact]
    public void NextDelay_AnyLives_StaysBetweenFirstAndLongest()
    {
        Gen.Double[0, 100].Array[1, 50].Sample(lives =>
        {
            var backoff = new RestartBackoff();

            return lives.All(seconds => backoff.NextDelay(TimeSpan.FromSeconds(seconds)) is var delay
                && delay >= RestartBackoff.First
                && delay <= RestartBackoff.Longest);
        });
    }
}
