using Aspire.Hosting.ApplicationModel;
using CsCheck;
using LoadBalancer.Aspire.Hosting.Supervision;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Aspire.Hosting.Supervision;

public sealed class SupervisedResourceTests
{
    private static readonly SupervisionStep None = new SupervisionStep.None();
    private static readonly SupervisionStep RestartAtOnce = new SupervisionStep.Restart(TimeSpan.Zero);

    private static readonly string?[] States =
    [
        null,
        "SomethingNew",
        KnownResourceStates.NotStarted,
        KnownResourceStates.Waiting,
        KnownResourceStates.RuntimeUnhealthy,
        KnownResourceStates.Starting,
        KnownResourceStates.Running,
        KnownResourceStates.Stopping,
        KnownResourceStates.Finished,
        KnownResourceStates.Exited,
        KnownResourceStates.FailedToStart,
    ];

    private static readonly int?[] ExitCodes = [null, 0, 1, 2, 137];
    private static readonly Gen<string?> AnyState = Gen.Int[0, States.Length - 1].Select(index => States[index]);
    private static readonly Gen<int?> AnyExitCode = Gen.Int[0, ExitCodes.Length - 1].Select(index => ExitCodes[index]);

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(137)]
    [InlineData(-1)]
    [InlineData(null)]
    public void Observe_ServerEndedWithAnyExitCode_Restarts(int? exitCode)
    {
        var server = Server();
        Run(server);

        Assert.Equal(RestartAtOnce, server.Observe(KnownResourceStates.Finished, exitCode, health: null));
    }

    [Fact]
    public void Observe_PreviousEndReportedAgainAfterTheRestart_DoesNothing()
    {
        var server = Server();
        Run(server);
        var end = DateTime.UnixEpoch;
        server.Observe(KnownResourceStates.Finished, exitCode: -1, health: null, stoppedAt: end);
        server.Observe(KnownResourceStates.Starting, exitCode: null, health: null);

        Assert.Equal(new SupervisionStep.None(), server.Observe(KnownResourceStates.Finished, exitCode: -1, health: null, stoppedAt: end));
        Assert.IsType<SupervisionStep.Restart>(
            server.Observe(KnownResourceStates.Finished, exitCode: -1, health: null, stoppedAt: end.AddSeconds(1)));
    }

    [Fact]
    public void Observe_LateStoppingOfThePreviousRun_LeavesTheNextRunSupervised()
    {
        var server = Server();
        var start = DateTime.UnixEpoch;
        server.Observe(KnownResourceStates.Running, exitCode: null, health: null, startedAt: start);
        server.Observe(KnownResourceStates.Stopping, exitCode: null, health: null);
        server.Observe(KnownResourceStates.Running, exitCode: null, health: null, startedAt: start.AddSeconds(1));

        Assert.IsType<SupervisionStep.Restart>(server.Observe(KnownResourceStates.Finished, exitCode: -1, health: null));
    }

    [Fact]
    public void Observe_ContainerExited_Restarts()
    {
        var server = Server();
        Run(server);

        Assert.Equal(RestartAtOnce, server.Observe(KnownResourceStates.Exited, exitCode: 139, health: null));
    }

    [Theory]
    [InlineData("Finished")]
    [InlineData("Exited")]
    public void Observe_EndAfterStopping_DoesNothing(string end)
    {
        var server = Server();
        Run(server);

        Assert.Equal(None, server.Observe(KnownResourceStates.Stopping, exitCode: null, health: null));
        Assert.Equal(None, server.Observe(end, exitCode: 143, health: null));
        Assert.Equal(None, server.Observe(end, exitCode: 143, health: null));
    }

    [Fact]
    public void Observe_SameEndTwice_ActsOnce()
    {
        var server = Server();
        Run(server);

        Assert.Equal(RestartAtOnce, End(server));
        Assert.Equal(None, End(server));
    }

    [Fact]
    public void Observe_FinalEndTwice_GivesUpOnce()
    {
        var gateway = Gateway();
        Run(gateway);

        Assert.Equal(new SupervisionStep.GiveUp(2), End(gateway, exitCode: 2));
        Assert.Equal(None, End(gateway, exitCode: 2));
    }

    [Fact]
    public void Observe_CrashAfterStopAndStart_Restarts()
    {
        var server = Server();
        Run(server);
        server.Observe(KnownResourceStates.Stopping, exitCode: null, health: null);
        End(server, exitCode: 0);

        Run(server);

        Assert.Equal(RestartAtOnce, End(server));
    }

    [Fact]
    public void Observe_SpareNotStarted_IsRestartedOnlyAfterItHasRun()
    {
        var spare = Server();

        Assert.Equal(None, spare.Observe(KnownResourceStates.NotStarted, exitCode: null, health: null));
        Run(spare);

        Assert.Equal(RestartAtOnce, End(spare));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("NotStarted")]
    [InlineData("Waiting")]
    [InlineData("RuntimeUnhealthy")]
    [InlineData("SomethingNew")]
    public void Observe_OtherState_DoesNothing(string? state)
    {
        var server = Server();

        Assert.Equal(None, server.Observe(state, exitCode: 1, HealthStatus.Unhealthy));
        Run(server);
        Assert.Equal(None, server.Observe(state, exitCode: 1, HealthStatus.Unhealthy));

        Assert.Equal(RestartAtOnce, End(server));
    }

    [Fact]
    public void Observe_CrashAfterCrash_WaitsLongerEachTime()
    {
        var server = Server();

        var delays = Enumerable.Range(0, 6).Select(_ => DelayOfNextCrash(server, lived: TimeSpan.FromSeconds(1)).TotalMilliseconds);

        Assert.Equal([0, 250, 500, 1000, 2000, 2000], delays);
    }

    [Fact]
    public void Observe_CrashAfterThirtySeconds_RestartsWithoutADelay()
    {
        var server = Server();
        DelayOfNextCrash(server, TimeSpan.Zero);
        DelayOfNextCrash(server, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromMilliseconds(500), DelayOfNextCrash(server, RestartBackoff.Proof - TimeSpan.FromTicks(1)));
        Assert.Equal(TimeSpan.Zero, DelayOfNextCrash(server, RestartBackoff.Proof));
        Assert.Equal(RestartBackoff.First, DelayOfNextCrash(server, TimeSpan.Zero));
    }

    [Fact]
    public void Observe_RunningReportedRepeatedly_MeasuresFromTheFirst()
    {
        var server = Server();
        DelayOfNextCrash(server, TimeSpan.Zero);

        Run(server);
        _time.Advance(TimeSpan.FromSeconds(20));
        server.Observe(KnownResourceStates.Running, exitCode: null, HealthStatus.Healthy);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(RestartAtOnce, End(server));
    }

    [Fact]
    public void Observe_FailedToStartBeforeItEverRan_GivesUp()
    {
        var server = Server();
        server.Observe(KnownResourceStates.Starting, exitCode: null, health: null);

        Assert.Equal(
            new SupervisionStep.GiveUp(ExitCode: null), server.Observe(KnownResourceStates.FailedToStart, exitCode: null, health: null));
    }

    [Fact]
    public void Observe_FailedToStartAfterItRan_Restarts()
    {
        var server = Server();
        Run(server);
        End(server);
        server.Observe(KnownResourceStates.Starting, exitCode: null, health: null);

        Assert.Equal(
            new SupervisionStep.Restart(RestartBackoff.First),
            server.Observe(KnownResourceStates.FailedToStart, exitCode: null, health: null));
    }

    [Theory]
    [InlineData(2, false, true)]
    [InlineData(2, true, true)]
    [InlineData(1, false, true)]
    [InlineData(1, true, false)]
    [InlineData(0, false, false)]
    [InlineData(3, false, false)]
    [InlineData(139, false, false)]
    public void Observe_GatewayEnds_GivesUpOnInvalidSettingsAndOnAFaultBeforeItWasHealthy(int exitCode, bool wasHealthy, bool givesUp)
    {
        AssertEnd(Gateway(), exitCode, wasHealthy, givesUp);
    }

    [Theory]
    [InlineData(2, false, true)]
    [InlineData(2, true, false)]
    [InlineData(1, false, true)]
    [InlineData(1, true, false)]
    [InlineData(0, false, false)]
    [InlineData(3, false, false)]
    public void Observe_DashboardEnds_GivesUpOnlyBeforeItWasHealthy(int exitCode, bool wasHealthy, bool givesUp)
    {
        AssertEnd(Dashboard(), exitCode, wasHealthy, givesUp);
    }

    [Theory]
    [InlineData(HealthStatus.Healthy, "Starting")]
    [InlineData(HealthStatus.Degraded, "Running")]
    [InlineData(HealthStatus.Unhealthy, "Running")]
    [InlineData(null, "Running")]
    public void Observe_GatewayNotHealthyWhileRunning_DoesNotCountAsHealthy(HealthStatus? health, string state)
    {
        var gateway = Gateway();
        Run(gateway);
        gateway.Observe(state, exitCode: null, health);

        Assert.Equal(new SupervisionStep.GiveUp(1), End(gateway, exitCode: 1));
    }

    [Fact]
    public void Observe_GatewayHealthyInAnEarlierRun_StillCountsAsHealthy()
    {
        var gateway = Gateway();
        Run(gateway);
        gateway.Observe(KnownResourceStates.Running, exitCode: null, HealthStatus.Healthy);
        End(gateway, exitCode: 139);
        Run(gateway);

        Assert.IsType<SupervisionStep.Restart>(End(gateway, exitCode: 1));
    }

    [Fact]
    public void Observe_AnySequence_ActsAtMostOncePerRunAndNeverAfterAStop()
    {
        var change = Gen.Select(AnyState, AnyExitCode, Gen.Enum<HealthStatus>(), Gen.Int[0, 60]);
        change.Array[1, 60].Sample(changes =>
        {
            var resource = Gateway();
            var (mayAct, isStopping) = (true, false);
            foreach (var (state, exitCode, health, seconds) in changes)
            {
                var step = resource.Observe(state, exitCode, health);

                Assert.True(step is SupervisionStep.None || mayAct, $"{step} without a start since the last end or stop");
                Assert.True(step is SupervisionStep.None || IsEnd(state), $"{step} although {state} is no end");
                if (step is SupervisionStep.Restart(var delay))
                {
                    Assert.InRange(delay, TimeSpan.Zero, RestartBackoff.Longest);
                }

                isStopping = state == KnownResourceStates.Stopping || (isStopping && !IsEnd(state));
                mayAct = !isStopping && !IsEnd(state) && (mayAct || IsStart(state));
                _time.Advance(TimeSpan.FromSeconds(seconds));
            }
        });
    }

    [Fact]
    public void Observe_AnySequenceThatEndsWithACrash_ActsOnTheCrash()
    {
        AnyState.Array[0, 40].Sample(states =>
        {
            var server = Server();
            Array.ForEach(states, state => server.Observe(state, exitCode: null, health: null));

            // If a stop is in progress, this exit ends it first.
            server.Observe(KnownResourceStates.Exited, exitCode: null, health: null);
            Run(server);

            return End(server) is SupervisionStep.Restart;
        });
    }

    private static bool IsStart(string? state) => state == KnownResourceStates.Starting || state == KnownResourceStates.Running;

    private static bool IsEnd(string? state) => KnownResourceStates.TerminalStates.Contains(state);

    private static void Run(SupervisedResource resource)
    {
        Assert.Equal(None, resource.Observe(KnownResourceStates.Starting, exitCode: null, health: null));
        Assert.Equal(None, resource.Observe(KnownResourceStates.Running, exitCode: null, health: null));
    }

    private static SupervisionStep End(SupervisedResource resource, int? exitCode = 137) =>
        resource.Observe(KnownResourceStates.Finished, exitCode, health: null);

    private static void AssertEnd(SupervisedResource resource, int exitCode, bool wasHealthy, bool givesUp)
    {
        Run(resource);
        resource.Observe(KnownResourceStates.Running, exitCode: null, wasHealthy ? HealthStatus.Healthy : HealthStatus.Unhealthy);

        Assert.Equal(givesUp ? new SupervisionStep.GiveUp(exitCode) : RestartAtOnce, End(resource, exitCode));
    }

    private TimeSpan DelayOfNextCrash(SupervisedResource resource, TimeSpan lived)
    {
        Run(resource);
        _time.Advance(lived);
        return Assert.IsType<SupervisionStep.Restart>(End(resource)).Delay;
    }

    private SupervisedResource Server() => Supervise(new ExecutableResource("backend-1", "backend", "."));

    private SupervisedResource Gateway() => Supervise(new LoadBalancerProjectResource("gateway"));

    private SupervisedResource Dashboard() => Supervise(new LoadBalancerDashboardProjectResource("dashboard", apiKey: null));

    private SupervisedResource Supervise(IResource resource) => new(RestartAnnotation.For(resource), _time);
}
