using System.Net;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class AdmissionTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly Rejections _rejections = new();

    [Fact]
    public void TryEnter_OverItsRate_Is429WithSufficientWholeSeconds()
    {
        var (admission, _) = Start(rate: 0.4, requests: 0);
        Assert.True(admission.TryEnter(Client, out _));

        Assert.False(admission.TryEnter(Client, out var rejection));

        Assert.Equal((RejectionReason.Rate, 429, 3), (rejection.Reason, rejection.Problem.Status, rejection.Problem.RetryAfter));
        Assert.Equal(1, _rejections.Of(RejectionReason.Rate));
        _time.Advance(TimeSpan.FromSeconds(rejection.Problem.RetryAfter!.Value));
        Assert.True(admission.TryEnter(Client, out _));
    }

    [Fact]
    public void TryEnter_Overloaded_Is503ForAllAndTakesNoTokens()
    {
        var (admission, overload) = Start(rate: 1, requests: 0);
        overload.Observe(memory: 1, TimeSpan.Zero);

        Assert.False(admission.TryEnter(Client, out var rejection));
        Assert.False(admission.TryEnter(client: null, out _));

        Assert.Equal((RejectionReason.Overload, 503, 1), (rejection.Reason, rejection.Problem.Status, rejection.Problem.RetryAfter));
        Assert.Equal(2, _rejections.Of(RejectionReason.Overload));
        _time.Advance(Overload.Shortest);
        overload.Observe(memory: 0, TimeSpan.Zero);
        Assert.True(admission.TryEnter(Client, out _));
    }

    [Fact]
    public void TryEnter_RequestsInFlight_AreExact()
    {
        var (admission, _) = Start(rate: 0, requests: 2);

        Assert.True(admission.TryEnter(client: null, out _));
        Assert.True(admission.TryEnter(client: null, out _));
        Assert.False(admission.TryEnter(client: null, out var rejection));
        Assert.Equal(503, rejection.Problem.Status);
        admission.Leave();
        Assert.True(admission.TryEnter(client: null, out _));
        Assert.False(admission.TryEnter(client: null, out _));
    }

    [Fact]
    public void TryEnter_AnyOutcome_AllocatesNothing()
    {
        var (admission, overload) = Start(rate: 1, requests: 2);

        Assert.Equal(0, Allocations.Of(() => admission.TryEnter(Client, out _)));
        overload.Observe(memory: 1, TimeSpan.Zero);
        Assert.Equal(0, Allocations.Of(() => admission.TryEnter(Client, out _)));
    }

    private (Admission Admission, Overload Overload) Start(double rate, int requests)
    {
        var options = LimitSettings.With(limits => (limits.RequestRate, limits.Overload.Requests) = (rate, requests));
        var overload = new Overload(options, _time, new RecordingLogger<Overload>());
        return (new(overload, new(options, _time), new(options), _rejections, options), overload);
    }
}
