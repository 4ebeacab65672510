using System.Security.Authentication;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Health;

/// <summary>Tests how the outcomes of attempts affect the health of a server.</summary>
public sealed class HealthMonitorTests
{
    private const int Ok = 200;

    private static readonly HealthOptions Settings = new();
    private static readonly TimeSpan ConnectTimeout = new ConnectOptions().ConnectTimeout;
    private static readonly Server Server = new() { Id = new("s1"), Url = "http://s1.test" };

    private readonly FakeTimeProvider _time = new();
    private readonly HealthMonitor _health;

    private readonly List<HealthReason> _reported = [];
    private ulong _key;

    public HealthMonitorTests()
    {
        _health = GatewayParts.Health(_time);
        _health.VerdictChanged += (_, change) => _reported.Add(change.To);
    }

    private HealthReason Reason => _health.Of(Server).State.ReasonAt(_time.GetUtcNow());

    [Fact]
    public void ConnectTimedOut_OnceAmongSuccesses_DoesNotEject()
    {
        for (var i = 0; i < 100; i++)
        {
            Observe(AttemptOutcome.Responded);
            Observe(AttemptOutcome.ConnectTimedOut);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(HealthReason.Healthy, Reason);
    }

    [Fact]
    public void ConnectTimedOut_ManyAtOnceWhileOtherRequestsSucceed_DoNotEject()
    {
        Observe(AttemptOutcome.Responded);
        _time.Advance(ConnectTimeout);

        Observe(AttemptOutcome.ConnectTimedOut, times: 100);

        Assert.Equal(HealthReason.Healthy, Reason);
    }

    [Fact]
    public void ConnectTimedOut_AsManyAsFailuresWithoutAResponseMeanwhile_Eject()
    {
        Observe(AttemptOutcome.Responded);
        _time.Advance(ConnectTimeout + TimeSpan.FromTicks(1));

        Observe(AttemptOutcome.ConnectTimedOut, times: Settings.ConsecutiveFailures - 1);
        Assert.Equal(HealthReason.Healthy, Reason);
        Observe(AttemptOutcome.ConnectTimedOut);

        Assert.Equal(HealthReason.ConsecutiveFailures, Reason);
    }

    [Theory]
    [InlineData(AttemptOutcome.NotReached, 5)]
    [InlineData(AttemptOutcome.NoResponse, 5)]
    [InlineData(AttemptOutcome.BrokenOff, 5)]
    [InlineData(AttemptOutcome.TimedOut, 5)]
    [InlineData(AttemptOutcome.Unwanted, 5)]
    [InlineData(AttemptOutcome.NotProcessed, 5)]
    [InlineData(AttemptOutcome.Malformed, 25)]
    [InlineData(AttemptOutcome.MalformedContent, 25)]
    public void Failure_ConsecutivelyUpToTheLimit_Ejects(AttemptOutcome outcome, int times)
    {
        Observe(outcome, times - 1);
        Assert.Equal(HealthReason.Healthy, Reason);
        Observe(outcome);

        Assert.Equal(HealthReason.ConsecutiveFailures, Reason);
    }

    [Theory]
    [InlineData(AttemptOutcome.Malformed)]
    [InlineData(AttemptOutcome.MalformedContent)]
    [InlineData(AttemptOutcome.NoResponse)]
    [InlineData(AttemptOutcome.TimedOut)]
    [InlineData(AttemptOutcome.Unwanted)]
    [InlineData(AttemptOutcome.BrokenOff)]
    public void Failures_ForOneKey_DoNotEject(AttemptOutcome outcome)
    {
        for (var i = 0; i < 1_000; i++)
        {
            _key = 7;
            Observe(outcome);
        }

        Assert.Equal(HealthReason.Healthy, Reason);
    }

    [Theory]
    [InlineData(AttemptOutcome.Malformed)]
    [InlineData(AttemptOutcome.MalformedContent)]
    [InlineData(AttemptOutcome.NoResponse)]
    [InlineData(AttemptOutcome.TimedOut)]
    [InlineData(AttemptOutcome.Unwanted)]
    [InlineData(AttemptOutcome.BrokenOff)]
    public void Failures_OfTwoServersInTurn_DoNotEject(AttemptOutcome outcome)
    {
        var other = new Server { Id = new("s2"), Url = "http://s2.test" };
        for (var i = 0; i < 1_000; i++)
        {
            Observe(outcome);
            Observe(outcome, times: 1, other);
        }

        Assert.Equal((HealthReason.Healthy, HealthReason.Healthy), (Reason, _health.Of(other).State.ReasonAt(_time.GetUtcNow())));
    }

    [Fact]
    public void Failures_ForOneKeyThatAnotherServerServes_Eject()
    {
        for (var i = 0; i < 25; i++)
        {
            Assert.Equal(HealthReason.Healthy, Reason);
            _health.Observe(new AttemptEnd(Server, AttemptOutcome.Malformed, Ok, FailureCause.HttpProtocolError, Key: 7, IsProven: true));
        }

        Assert.Equal(HealthReason.ConsecutiveFailures, Reason);
    }

    [Fact]
    public void Responses_WithAFailureStatusForOneKey_DoNotEject()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _health.Observe(new AttemptEnd(Server, AttemptOutcome.Responded, Status: 503, Failure.OfStatus(503), Key: 7));
        }

        Assert.Equal(HealthReason.Healthy, Reason);
    }

    [Theory]
    [InlineData(AttemptOutcome.NotReached)]
    [InlineData(AttemptOutcome.NotProcessed)]
    public void Failures_CausedByTheServerForOneKey_Eject(AttemptOutcome outcome)
    {
        for (var i = 0; i < Settings.ConsecutiveFailures; i++)
        {
            _key = 7;
            Observe(outcome);
        }

        Assert.Equal(HealthReason.ConsecutiveFailures, Reason);
    }

    [Theory]
    [InlineData(AttemptOutcome.NotReached, 5)]
    [InlineData(AttemptOutcome.Malformed, 25)]
    public void Failures_AfterAnEjection_CountFromTheFirst(AttemptOutcome outcome, int times)
    {
        Observe(outcome, times * 3);
        _time.Advance(Settings.Ejection);

        Observe(outcome, times - 1);
        Assert.Equal(HealthReason.Healthy, Reason);
        Observe(outcome);

        Assert.Equal(HealthReason.ConsecutiveFailures, Reason);
    }

    [Fact]
    public void Failures_BeforeProbesSucceedAgain_AreForgotten()
    {
        Observe(AttemptOutcome.NotReached, Settings.ConsecutiveFailures - 1);
        Probe(HealthReason.ProbesFail, Settings.ProbeFailures);
        Assert.Equal(HealthReason.ProbesFail, Reason);
        Probe(HealthReason.Healthy, Settings.ProbePasses);

        Observe(AttemptOutcome.NotReached);

        Assert.Equal(HealthReason.Healthy, Reason);
    }

    [Theory]
    [InlineData(AttemptOutcome.ClientFailed)]
    [InlineData(AttemptOutcome.LeftBeforeResponse)]
    [InlineData(AttemptOutcome.LeftWithinResponse)]
    public void NotTheServersFault_AnyNumber_DoesNotAffectHealth(AttemptOutcome outcome)
    {
        Observe(outcome, times: 1_000);

        Assert.Equal(HealthReason.Healthy, Reason);
    }

    [Fact]
    public void Failures_OfAReplacedProcess_DoNotAffectItsSuccessor()
    {
        var (killed, started) = (Server with { Instance = "killed" }, Server with { Instance = "started" });
        Judge(killed);
        Observe(AttemptOutcome.NotReached, times: 3, killed);

        Judge(started);
        Observe(AttemptOutcome.NotReached, times: 10, killed);
        Observe(AttemptOutcome.NotReached, times: 10, killed with { Weight = 7 });
        _health.Observe(killed, new ProbeResult(HealthReason.ProbesFail));
        _health.Observe(killed, new ProbeResult(HealthReason.ProbesFail));

        Assert.Empty(_reported);
        Assert.Empty(_health.Vote().Down);
        Assert.Equal(HealthReason.Healthy, Judge(started));
    }

    [Fact]
    public void Failures_OfASuccessor_CountFromTheFirst()
    {
        var (killed, started) = (Server with { Instance = "killed" }, Server with { Instance = "started" });
        Judge(killed);
        Observe(AttemptOutcome.NotReached, Settings.ConsecutiveFailures - 1, killed);
        Judge(started);

        Observe(AttemptOutcome.NotReached, times: 1, started);

        Assert.Equal(HealthReason.Healthy, Judge(started));
    }

    [Fact]
    public void Ejection_OfAMember_IsFollowedByHealthyAgain()
    {
        var server = Server with { Instance = "one" };
        Judge(server);

        for (var i = 0; i < 3; i++)
        {
            Observe(AttemptOutcome.NotReached, times: 20, server);
            Assert.NotEqual(HealthReason.Healthy, Judge(server));
            _time.Advance(Settings.LongestEjection);
            Assert.Equal(HealthReason.Healthy, Judge(server));
        }

        Assert.Equal(
            Enumerable.Repeat(new[] { HealthReason.ConsecutiveFailures, HealthReason.Healthy }, 3).SelectMany(pair => pair), _reported);
    }

    [Fact]
    public void Process_ExpiredAndJoinedAgain_StartsAnewAndIsReported()
    {
        var server = Server with { Instance = "one" };
        Judge(server);
        Observe(AttemptOutcome.NotReached, times: 20, server);
        Judge();

        Assert.Equal(HealthReason.Healthy, Judge(server));
        Observe(AttemptOutcome.NotReached, times: 20, server);

        Assert.Equal([HealthReason.ConsecutiveFailures, HealthReason.ConsecutiveFailures], _reported);
    }

    [Theory]
    [InlineData(HealthReason.Healthy, true, true)]
    [InlineData(HealthReason.Healthy, false, false)]
    [InlineData(HealthReason.AnotherServerAnswers, false, false)]
    public void IsAlive_AfterAProbe_OnlyIfItProvesWhichServerResponded(HealthReason reason, bool isProven, bool expected)
    {
        var server = Server with { Instance = "one" };
        Judge(server);

        _health.Observe(server, new ProbeResult(reason, IsProven: isProven));

        Assert.Equal(expected, _health.IsAlive(server));
        _time.Advance(Settings.Interval * 4);
        Assert.False(_health.IsAlive(server));
    }

    [Fact]
    public void Probe_ServedByAnotherServer_IsTheReason()
    {
        _health.Observe(Server, new ProbeResult(HealthReason.ProbesFail));
        Assert.Equal(HealthReason.Healthy, Reason);
        _health.Observe(Server, new ProbeResult(HealthReason.AnotherServerAnswers));
        Assert.Equal(HealthReason.AnotherServerAnswers, Reason);
        _health.Observe(Server, new ProbeResult(HealthReason.ProbesFail));

        Assert.Equal(HealthReason.ProbesFail, Reason);
    }

    [Fact]
    public void Probe_FailsTwice_LogsTheCauseOnceAndTheExceptionAtDebug()
    {
        var logger = new RecordingLogger<HealthMonitor>();
        var health = new HealthMonitor(
            GatewayParts.Defaults<HealthOptions>(), GatewayParts.Defaults<ConnectOptions>(), _time, logger);
        Failure failure = new(FailureCause.TlsCertificateError, "it expired on 2026-11-01", new AuthenticationException());

        for (var i = 0; i < 5; i++)
        {
            health.Observe(Server, new ProbeResult(HealthReason.ProbesFail, failure));
        }

        for (var i = 0; i < Settings.ConsecutiveFailures; i++)
        {
            health.Observe(new AttemptEnd(Server, AttemptOutcome.NotReached, Status: 0, FailureCause.ConnectionRefused, Key: (ulong)i));
        }

        Assert.Equal(FailureCause.ConnectionRefused, health.FailureOf(Server).Cause);
        _time.Advance(Settings.Ejection);
        Assert.Equal(failure, health.FailureOf(Server));
        Assert.Equal(
            [
                (LogLevel.Warning,
                    "Server s1 is unhealthy: health checks failing; the last failure: tls_certificate_error: it expired on 2026-11-01"),
                (LogLevel.Debug, "The exception that made server s1 unhealthy"),
            ],
            logger.Entries.Select(entry => (entry.Level, entry.Message)));
    }

    /// <summary>Applies a membership of these servers.</summary>
    /// <returns>The health of the first server, or <see langword="null"/> without servers.</returns>
    private HealthReason? Judge(params Server[] servers)
    {
        var (health, _) = _health.Judge(new(new("epoch"), 1, servers), _time.GetUtcNow());
        return servers.Length > 0 ? health.Reasons[0] : null;
    }

    private void Probe(HealthReason result, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _health.Observe(Server, new ProbeResult(result));
        }
    }

    private void Observe(AttemptOutcome outcome, int times = 1, Server? server = null)
    {
        for (var i = 0; i < times; i++)
        {
            _health.Observe(new AttemptEnd(server ?? Server, outcome, Ok, OutcomeCauses.Of(outcome, Ok), Key: _key++));
        }
    }
}
