using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class LiveTextsTests
{
    private static readonly TailAttempt Attempt =
        new("a", 0, DurationMs: 1, "NotReached", Status: null, "connection_refused", Detail: null);

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("connection_refused", "a", false)]
    [InlineData("connection_refused", null, false)]
    [InlineData("connection_refused", "b", true)]
    [InlineData("http_response_timeout", "a", true)]
    public void HasOwnCause_ARequest_IsFalseIfAnAttemptSaysIt(string? error, string? server, bool expected) => Assert.Equal(
        expected,
        LiveTexts.HasOwnCause(new TailLine { Error = error, ErrorServer = server, Attempts = [Attempt] }));

    [Theory]
    [InlineData(null, "connection_refused", true)]
    [InlineData(503, "unexpected_status", false)]
    [InlineData(200, "http_response_incomplete", true)]
    [InlineData(200, null, false)]
    public void HasCause_AnAttempt_IsFalseIfItsStatusSaysAll(int? status, string? error, bool expected) => Assert.Equal(
        expected, LiveTexts.HasCause(Attempt with { Status = status, Error = error }));

    [Fact]
    public void ReasonOf_EveryReason_IsInWords()
    {
        foreach (var reason in Enum.GetValues<SelectionReason>().Except([SelectionReason.None]))
        {
            Assert.Contains(' ', LiveTexts.ReasonOf(reason.ToString()));
        }

        Assert.Equal("OfALaterBuild", LiveTexts.ReasonOf("OfALaterBuild"));
    }

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
