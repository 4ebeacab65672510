using LoadBalancer.Core.Health;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Health;

public sealed class UnprovenFailuresTests
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly UnprovenFailures _failures = new(Memory);
    private DateTimeOffset _now = Changes.Noon;
    private ulong _key;

    [Fact]
    public void Counts_OneServerAndDifferentKeys_AllOfThem() =>
        Assert.All(Enumerable.Range(0, 20), _ => Assert.True(Fail("a")));

    [Fact]
    public void Counts_TheSameKeyAgain_OnlyTheFirst()
    {
        Assert.True(_failures.Counts(new("a"), 7, _now));

        Assert.All(Enumerable.Range(0, 20), _ => Assert.False(_failures.Counts(new("a"), 7, _now)));
    }

    [Fact]
    public void Counts_TheSameKeyLongAfter_Counts()
    {
        _failures.Counts(new("a"), 7, _now);

        Assert.True(_failures.Counts(new("a"), 7, _now + Memory + TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Counts_SeveralServersInAnyOrder_OnlyTheFirstServersUntilTheSecondFails()
    {
        Assert.True(Fail("a"));
        Assert.True(Fail("a"));
        Assert.All("baabbbcaacccbba".Select(server => $"{server}"), server => Assert.False(Fail(server)));
    }

    [Fact]
    public void Counts_AnotherServersFailureIsLongAgo_CountsAgain()
    {
        Fail("b");
        Assert.False(Fail("a"));
        _now += Memory;
        Assert.False(Fail("a"));
        _now += TimeSpan.FromTicks(1);

        Assert.True(Fail("a"));
    }

    private bool Fail(string server) => _failures.Counts(new(server), _key++, _now);
}
