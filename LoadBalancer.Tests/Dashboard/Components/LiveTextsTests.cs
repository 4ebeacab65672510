using LoadBalancer.Cluster.Tail;
using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class LiveTextsTests
{
    private static readonly TailAttempt Attempt =
        new("a", 0, DurationMs: 1, "NotReached", Status: null, "connection_refused", Detail: null);

    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(2, 2, null)]
    [InlineData(2, 1, "Earlier attempts are not listed: they began before anybody looked.")]
    [InlineData(4, 4, null)]
    [InlineData(6, 4, "Only 4 of 6 attempts are listed: the first ones and the last one.")]
    public void MissingOf_ARequest_SaysWhyAttemptsAreMissing(int tries, int kept, string? expected) => Assert.Equal(
        expected,
        LiveTexts.MissingOf(new TailLine { Tries = tries, Attempts = [.. Enumerable.Repeat(Attempt, kept)] }));
}
