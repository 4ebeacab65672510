using CsCheck;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Health;

public sealed class HealthReducerTests
{
    private static readonly HealthRules Rules = new();
    private static readonly DateTimeOffset Noon = Changes.Noon;
    private static readonly Failure Refused = FailureCause.ConnectionRefused;

    [Theory]
    [InlineData("", HealthReason.Healthy)]
    [InlineData("-", HealthReason.Healthy)]
    [InlineData("--", HealthReason.ProbesFail)]
    [InlineData("-+-", HealthReason.Healthy)]
    [InlineData("-+--", HealthReason.ProbesFail)]
    [InlineData("--+", HealthReason.ProbesFail)]
    [InlineData("--++", HealthReason.Healthy)]
    [InlineData("--+-+", HealthReason.ProbesFail)]
    [InlineData("--+-++", HealthReason.Healthy)]
    [InlineData("-----++", HealthReason.Healthy)]
    public void OnProbe_Results_ChangeTheVerdictAfterTwoInARow(string probes, HealthReason expected)
    {
        var state = probes.Aggregate(HealthState.Unknown, (state, probe) => Probe(state, probe == '+'));

        Assert.Equal(expected, state.ReasonAt(Noon));
    }

    [Theory]
    [InlineData(4, 4, 4, HealthReason.Healthy)]
    [InlineData(5, 5, 5, HealthReason.ConsecutiveFailures)]
    [InlineData(19, 18, 1, HealthReason.Healthy)]
    [InlineData(20, 10, 1, HealthReason.FailureRate)]
    [InlineData(20, 9, 1, HealthReason.Healthy)]
    public void OnFailure_Evidence_EjectsByRowOrByRate(int requests, int failures, int inARow, HealthReason expected)
    {
        var state = HealthReducer.OnFailure(HealthState.Unknown, Refused, new(requests, failures, inARow), Noon, Rules);

        Assert.Equal(expected, state.ReasonAt(Noon));
        Assert.Equal(HealthReason.Healthy, state.ReasonAt(Noon + Rules.Ejection));
    }

    [Fact]
    public void OnFailure_EjectionAfterEjection_LastsLongerUpToTheLongest()
    {
        var state = HealthState.Unknown;
        var now = Noon;
        var lengths = new List<double>();
        for (var i = 0; i < 15; i++)
        {
            state = HealthReducer.OnFailure(state, Refused, new(5, 5, 5), now, Rules);
            lengths.Add((state.EjectedUntil - now).TotalSeconds);
            now = state.EjectedUntil;
        }

        Assert.Equal([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 60, 60, 60], lengths);
    }

    [Fact]
    public void OnFailure_AfterALongHealthyPeriod_StartsWithAShortEjectionAgain()
    {
        var bad = HealthReducer.OnFailure(HealthState.Unknown, Refused, new(5, 5, 5), Noon, Rules);
        bad = HealthReducer.OnFailure(bad, Refused, new(5, 5, 5), bad.EjectedUntil, Rules);

        var later = bad.EjectedUntil + Rules.LongestEjection;
        var again = HealthReducer.OnFailure(bad, Refused, new(5, 5, 5), later, Rules);

        Assert.Equal(later + Rules.Ejection, again.EjectedUntil);
    }

    [Fact]
    public void OnFailure_WhileEjected_DoesNotProlong()
    {
        var ejected = HealthReducer.OnFailure(HealthState.Unknown, Refused, new(5, 5, 5), Noon, Rules);

        Assert.Same(ejected, HealthReducer.OnFailure(ejected, Refused, new(9, 9, 9), Noon + TimeSpan.FromSeconds(4), Rules));
    }

    [Fact]
    public void ReasonAt_ProbedDownAndEjected_IsUnhealthyUntilBothAreOver()
    {
        var state = HealthReducer.OnFailure(HealthState.Unknown, Refused, new(5, 5, 5), Noon, Rules);
        state = Probe(Probe(state, passed: false), passed: false);

        Assert.Equal(HealthReason.ConsecutiveFailures, state.ReasonAt(Noon));
        Assert.Equal(HealthReason.ProbesFail, state.ReasonAt(Noon + Rules.Ejection));
        state = Probe(Probe(state, passed: true), passed: true);
        Assert.Equal(HealthReason.Healthy, state.ReasonAt(Noon + Rules.Ejection));
    }

    [Fact]
    public void AnyHistory_ThatEndsWell_EndsHealthyOnceEjectionsAreOver() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 30], Gen.Int[0, 7]).Array[0, 60].Sample(history =>
        {
            var now = Noon;
            var state = HealthState.Unknown;
            foreach (var (isProbe, number, seconds) in history)
            {
                now += TimeSpan.FromSeconds(seconds);
                state = isProbe
                    ? Probe(state, number % 2 == 0)
                    : HealthReducer.OnFailure(state, Refused, new(number, number / 2, number % 7), now, Rules);
                Assert.True(state.EjectedUntil <= now + Rules.LongestEjection);
            }

            for (var i = 0; i < Rules.ProbePasses; i++)
            {
                state = Probe(state, passed: true);
            }

            Assert.Equal(HealthReason.Healthy, state.ReasonAt(now + Rules.LongestEjection));
        });

    [Fact]
    public void FailureAt_WhileUnhealthy_IsWhatMadeTheServerUnhealthy()
    {
        var state = HealthReducer.OnFailure(HealthState.Unknown, Refused, new(5, 5, 5), Noon, Rules);
        Failure slow = new(FailureCause.HttpResponseTimeout, "no response within 2 s");
        state = HealthReducer.OnProbe(state, HealthReason.ProbesFail, FailureCause.DnsError, Rules);
        state = HealthReducer.OnProbe(state, HealthReason.ProbesFail, slow, Rules);

        Assert.Equal(Refused, state.FailureAt(Noon));
        Assert.Equal(slow, state.FailureAt(state.EjectedUntil));
        Assert.True(Probe(Probe(state, passed: true), passed: true).FailureAt(state.EjectedUntil).IsNone);
    }

    private static HealthState Probe(HealthState state, bool passed) =>
        HealthReducer.OnProbe(state, passed ? HealthReason.Healthy : HealthReason.ProbesFail, passed ? default : Refused, Rules);
}
