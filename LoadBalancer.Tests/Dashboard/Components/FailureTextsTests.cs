using LoadBalancer.Core.Failures;
using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class FailureTextsTests
{
    [Fact]
    public void Of_EveryCause_IsInWordsOfItsOwn()
    {
        var texts = Enum.GetValues<FailureCause>().Select(cause => FailureTexts.Of(FailureCauses.NameOf(cause))).ToArray();

        Assert.All(texts, text => Assert.DoesNotContain('_', text));
        Assert.Distinct(texts);
    }

    [Theory]
    [InlineData("connection_refused", "connection refused")]
    [InlineData("tls_certificate_error: it expired: long ago", "certificate not accepted: it expired: long ago")]
    [InlineData("unexpected_status: the response has status 503", "status 503")]
    [InlineData("moon_phase: full", "moon_phase: full")]
    [InlineData("", "")]
    public void OfText_AFailure_HasTheCauseInWords(string failure, string expected) =>
        Assert.Equal(expected, FailureTexts.OfText(failure));

    [Fact]
    public void OfText_EveryStatus_IsTheStatus() =>
        Assert.All(
            Enumerable.Range(100, 500),
            status => Assert.Equal($"status {status}", FailureTexts.OfText(Failure.OfStatus(status).ToString())));
}
