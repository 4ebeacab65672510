using CsCheck;
using LoadBalancer.Core.Failover;

namespace LoadBalancer.Tests.Core.Failover;

public sealed class RetryRulesTests
{
    private static readonly RetryRules Rules = new(maxAttempts: 3, [502, 503, 504]);

    private static readonly Gen<AttemptOutcome> AnyOutcome =
        Gen.Int[0, Enum.GetValues<AttemptOutcome>().Length - 1].Select(i => (AttemptOutcome)i);

    private static readonly Gen<AttemptedRequest> AnyRequest =
        Gen.Select(Gen.Int[1, 5], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, (tries, idempotent, upgrade, whole, departed) =>
            new AttemptedRequest(tries, idempotent, upgrade, whole, departed));

    [Theory]
    [InlineData(AttemptOutcome.NotReached, true)]
    [InlineData(AttemptOutcome.NotProcessed, true)]
    [InlineData(AttemptOutcome.NoResponse, true)]
    [InlineData(AttemptOutcome.TimedOut, true)]
    [InlineData(AttemptOutcome.Unwanted, true)]
    [InlineData(AttemptOutcome.ConnectTimedOut, true)]
    [InlineData(AttemptOutcome.Malformed, true)]
    [InlineData(AttemptOutcome.MalformedContent, false)]
    [InlineData(AttemptOutcome.Responded, false)]
    [InlineData(AttemptOutcome.BrokenOff, false)]
    [InlineData(AttemptOutcome.LeftBeforeResponse, true)]
    [InlineData(AttemptOutcome.LeftWithinResponse, false)]
    [InlineData(AttemptOutcome.ClientFailed, false)]
    public void MayRepeat_Get_UntilTheResponseHasBegun(AttemptOutcome outcome, bool expected) =>
        Assert.Equal(expected, Rules.MayRepeat(Get(tries: 1), outcome));

    [Theory]
    [InlineData(AttemptOutcome.NotReached, false, true)]
    [InlineData(AttemptOutcome.NotReached, true, false)]
    [InlineData(AttemptOutcome.ConnectTimedOut, false, true)]
    [InlineData(AttemptOutcome.ConnectTimedOut, true, false)]
    [InlineData(AttemptOutcome.Malformed, true, false)]
    [InlineData(AttemptOutcome.NotProcessed, true, true)]
    [InlineData(AttemptOutcome.NoResponse, true, false)]
    [InlineData(AttemptOutcome.TimedOut, true, false)]
    [InlineData(AttemptOutcome.Unwanted, true, false)]
    [InlineData(AttemptOutcome.LeftBeforeResponse, true, false)]
    public void MayRepeat_Post_OnlyIfNoServerCanHaveActed(AttemptOutcome outcome, bool hasDeparted, bool expected) =>
        Assert.Equal(expected, Rules.MayRepeat(new(1, IsIdempotent: false, IsUpgrade: false, IsWhole: true, hasDeparted), outcome));

    [Theory]
    [InlineData(AttemptOutcome.NotReached, true)]
    [InlineData(AttemptOutcome.ConnectTimedOut, true)]
    [InlineData(AttemptOutcome.NoResponse, false)]
    [InlineData(AttemptOutcome.Malformed, false)]
    [InlineData(AttemptOutcome.Unwanted, false)]
    public void MayRepeat_Upgrade_OnlyIfNotConnected(AttemptOutcome outcome, bool expected) =>
        Assert.Equal(expected, Rules.MayRepeat(Get(tries: 1) with { IsUpgrade = true }, outcome));

    [Fact]
    public void MayRepeat_SecondMalformedResponse_OnlyForAnotherOutcome()
    {
        var request = Get(tries: 2) with { WasMalformed = true };

        Assert.False(Rules.MayRepeat(request, AttemptOutcome.Malformed));
        Assert.True(Rules.MayRepeat(request, AttemptOutcome.NoResponse));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void MayRepeat_SeveralAttempts_EndsAtTheMaximum(int tries, bool expected) =>
        Assert.Equal(expected, Rules.MayRepeat(Get(tries), AttemptOutcome.NoResponse));

    [Fact]
    public void MayRepeat_AnyRequestWithAnIncompleteBody_Never() =>
        Gen.Select(AnyRequest, AnyOutcome).Sample((request, outcome) => !Rules.MayRepeat(request with { IsWhole = false }, outcome));

    [Fact]
    public void MayRepeat_SentRequestThatIsNotIdempotent_OnlyIfTheServerRejectedIt() =>
        Gen.Select(AnyRequest, AnyOutcome).Sample((request, outcome) =>
            !Rules.MayRepeat(request with { IsIdempotent = false, HasDeparted = true }, outcome) || outcome == AttemptOutcome.NotProcessed);

    [Fact]
    public void MayRepeat_OneAttemptAllowed_Never()
    {
        var off = new RetryRules(maxAttempts: 1, [503]);

        Gen.Select(AnyRequest, AnyOutcome).Sample((request, outcome) => !off.MayRepeat(request, outcome));
        Assert.False(off.Allowed);
    }

    [Fact]
    public void AddsLoad_OnlyIfTheServerMayStillBeWorkingOrIsOverloaded() => Assert.Equal(
        [AttemptOutcome.TimedOut, AttemptOutcome.Unwanted],
        Enum.GetValues<AttemptOutcome>().Where(outcome => Rules.MayRepeat(Get(tries: 1), outcome) && RetryRules.AddsLoad(outcome)));

    [Fact]
    public void IsServersFault_NothingWentWrongOrTheClientDid_IsFalse()
    {
        Assert.Equal(
            [
                AttemptOutcome.Responded, AttemptOutcome.IdleClosed, AttemptOutcome.LeftBeforeResponse, AttemptOutcome.LeftWithinResponse,
                AttemptOutcome.Overtaken, AttemptOutcome.ClientFailed,
            ],
            Enum.GetValues<AttemptOutcome>().Where(outcome => !RetryRules.IsServersFault(outcome)));
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

    private static AttemptedRequest Get(int tries) => new(tries, IsIdempotent: true, IsUpgrade: false, IsWhole: true, HasDeparted: true);
}
