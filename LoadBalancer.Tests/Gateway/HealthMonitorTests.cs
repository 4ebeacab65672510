using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Events;
using LoadBalancer.Gateway.Health;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Gateway;

/// <summary>What the ends of tries say of a server.</summary>
public sealed class HealthMonitorTests
{
    private const int Ok = 200;

    private static readonly GatewayOptions Settings = new();
    private static readonly Server Server = new() { Id = "s1", Url = "http://s1.test" };

    private readonly FakeTimeProvider _time = new();
    private readonly HealthMonitor _health;

    public HealthMonitorTests() => _health = new(Options.Create(Settings), new EventQueue(Options.Create(Settings)), _time, NullLogger<HealthMonitor>.Instance);

    private HealthReason Reason => _health.Of(Server).State.ReasonAt(_time.GetUtcNow());

    [Fact]
    public void ConnectTimedOut_OnceAmongSuccesses_DoesNotEject()
    {
        for (var i = 0; i < 100; i++)
        {
            Observe(TryOutcome.Answered);
            Observe(TryOutcome.ConnectTimedOut);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(HealthReason.Healthy, Reason);
    }

    [Fact]
    public void ConnectTimedOut_ManyAtOnceWhileOthersAreAnswered_DoNotEject()
    {
        Observe(TryOutcome.Answered);
        _time.Advance(Settings.ConnectTimeout);

        Observe(TryOutcome.ConnectTimedOut, times: 100);

        Assert.Equal(HealthReason.Healthy, Reason);
    }

    [Fact]
    public void ConnectTimedOut_AsManyAsFailuresWithNothingAnsweredMeanwhile_Eject()
    {
        Observe(TryOutcome.Answered);
        _time.Advance(Settings.ConnectTimeout + TimeSpan.FromTicks(1));

        Observe(TryOutcome.ConnectTimedOut, times: Settings.Health.ConsecutiveFailures - 1);
        Assert.Equal(HealthReason.Healthy, Reason);
        Observe(TryOutcome.ConnectTimedOut);

        Assert.Equal(HealthReason.ConsecutiveFailures, Reason);
    }

    [Theory]
    [InlineData(TryOutcome.NotReached, 5)]
    [InlineData(TryOutcome.NoAnswer, 5)]
    [InlineData(TryOutcome.BrokenOff, 5)]
    [InlineData(TryOutcome.TimedOut, 5)]
    [InlineData(TryOutcome.Unwanted, 5)]
    [InlineData(TryOutcome.NotProcessed, 5)]
    [InlineData(TryOutcome.Malformed, 25)]
    [InlineData(TryOutcome.MalformedContent, 25)]
    public void Failure_SoOftenInARow_Ejects(TryOutcome outcome, int times)
    {
        Observe(outcome, times - 1);
        Assert.Equal(HealthReason.Healthy, Reason);
        Observe(outcome);

        Assert.Equal(HealthReason.ConsecutiveFailures, Reason);
    }

    [Fact]
    public void ClientFailed_AnyNumber_SaysNothing()
    {
        Observe(TryOutcome.ClientFailed, times: 1_000);

        Assert.Equal(HealthReason.Healthy, Reason);
    }

    private void Observe(TryOutcome outcome, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _health.Observe(Server, outcome, Ok);
        }
    }
}
