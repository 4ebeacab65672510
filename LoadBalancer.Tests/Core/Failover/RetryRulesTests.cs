using CsCheck;
using LoadBalancer.Core.Failover;

namespace LoadBalancer.Tests.Core.Failover;

public sealed class RetryRulesTests
{
    private static readonly RetryRules Rules = new(maxTries: 3, [502, 503, 504]);

    private static readonly Gen<TryOutcome> AnyOutcome = Gen.Int[0, Enum.GetValues<TryOutcome>().Length - 1].Select(i => (TryOutcome)i);

    private static readonly Gen<TriedRequest> AnyRequest =
        Gen.Select(Gen.Int[1, 5], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, (tries, idempotent, upgrade, whole, departed) =>
            new TriedRequest(tries, idempotent, upgrade, whole, departed));

    [Theory]
    [InlineData(TryOutcome.NotReached, true)]
    [InlineData(TryOutcome.NotProcessed, true)]
    [InlineData(TryOutcome.NoAnswer, true)]
    [InlineData(TryOutcome.TimedOut, true)]
    [InlineData(TryOutcome.Unwanted, true)]
    [InlineData(TryOutcome.ConnectTimedOut, true)]
    [InlineData(TryOutcome.Malformed, true)]
    [InlineData(TryOutcome.MalformedContent, false)]
    [InlineData(TryOutcome.Answered, false)]
    [InlineData(TryOutcome.BrokenOff, false)]
    [InlineData(TryOutcome.ClientFailed, false)]
    public void MayRepeat_Get_UntilTheAnswerHasBegun(TryOutcome outcome, bool expected) =>
        Assert.Equal(expected, Rules.MayRepeat(Get(tries: 1), outcome));

    [Theory]
    [InlineData(TryOutcome.NotReached, false, true)]
    [InlineData(TryOutcome.NotReached, true, false)]
    [InlineData(TryOutcome.ConnectTimedOut, false, true)]
    [InlineData(TryOutcome.ConnectTimedOut, true, false)]
    [InlineData(TryOutcome.Malformed, true, false)]
    [InlineData(TryOutcome.NotProcessed, true, true)]
    [InlineData(TryOutcome.NoAnswer, true, false)]
    [InlineData(TryOutcome.TimedOut, true, false)]
    [InlineData(TryOutcome.Unwanted, true, false)]
    public void MayRepeat_Post_OnlyIfNoServerCanHaveActed(TryOutcome outcome, bool hasDeparted, bool expected) =>
        Assert.Equal(expected, Rules.MayRepeat(new(1, IsIdempotent: false, IsUpgrade: false, IsWhole: true, hasDeparted), outcome));

    [Theory]
    [InlineData(TryOutcome.NotReached, true)]
    [InlineData(TryOutcome.ConnectTimedOut, true)]
    [InlineData(TryOutcome.NoAnswer, false)]
    [InlineData(TryOutcome.Malformed, false)]
    [InlineData(TryOutcome.Unwanted, false)]
    public void MayRepeat_Upgrade_OnlyIfNotConnected(TryOutcome outcome, bool expected) =>
        Assert.Equal(expected, Rules.MayRepeat(Get(tries: 1) with { IsUpgrade = true }, outcome));

    [Fact]
    public void MayRepeat_SecondMalformedResponse_OnlyForAnotherOutcome()
    {
        var request = Get(tries: 2) with { WasMalformed = true };

        Assert.False(Rules.MayRepeat(request, TryOutcome.Malformed));
        Assert.True(Rules.MayRepeat(request, TryOutcome.NoAnswer));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void MayRepeat_AfterSoManyTries_EndsAtTheMost(int tries, bool expected) =>
        Assert.Equal(expected, Rules.MayRepeat(Get(tries), TryOutcome.NoAnswer));

    [Fact]
    public void MayRepeat_AnyRequestWhoseBodyIsNotWhole_Never() =>
        Gen.Select(AnyRequest, AnyOutcome).Sample((request, outcome) => !Rules.MayRepeat(request with { IsWhole = false }, outcome));

    [Fact]
    public void MayRepeat_AnyRequestThatIsNotIdempotentAndDeparted_OnlyIfItWasRefused() =>
        Gen.Select(AnyRequest, AnyOutcome).Sample((request, outcome) =>
            !Rules.MayRepeat(request with { IsIdempotent = false, HasDeparted = true }, outcome) || outcome == TryOutcome.NotProcessed);

    [Fact]
    public void MayRepeat_OneTryAllowed_Never()
    {
        var off = new RetryRules(maxTries: 1, [503]);

        Gen.Select(AnyRequest, AnyOutcome).Sample((request, outcome) => !off.MayRepeat(request, outcome));
        Assert.False(off.Allowed);
    }

    [Fact]
    public void AddsLoad_OnlyWhereTheServerMayStillBeAtWorkOrIsOverloaded() => Assert.Equal(
        [TryOutcome.TimedOut, TryOutcome.Unwanted],
        Enum.GetValues<TryOutcome>().Where(outcome => Rules.MayRepeat(Get(tries: 1), outcome) && RetryRules.AddsLoad(outcome)));

    [Fact]
    public void IsServersFault_AnythingButAnAnswerAndAClientThatLeft()
    {
        Assert.Equal(
            [TryOutcome.Answered, TryOutcome.ClientFailed],
            Enum.GetValues<TryOutcome>().Where(outcome => !RetryRules.IsServersFault(outcome)));
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("HEAD", true)]
    [InlineData("OPTIONS", true)]
    [InlineData("TRACE", true)]
    [InlineData("PUT", true)]
    [InlineData("DELETE", true)]
    [InlineData("POST", false)]
    [InlineData("PATCH", false)]
    [InlineData("CONNECT", false)]
    [InlineData("get", false)]
    [InlineData("PROPFIND", false)]
    public void IdempotentMethods_Contains_ThoseOfTheRfcOnly(string method, bool expected) =>
        Assert.Equal(expected, IdempotentMethods.Contains(method));

    private static TriedRequest Get(int tries) => new(tries, IsIdempotent: true, IsUpgrade: false, IsWhole: true, HasDeparted: true);
}
