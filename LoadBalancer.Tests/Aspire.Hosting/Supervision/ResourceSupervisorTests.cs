using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting.Replicas;
using LoadBalancer.Aspire.Hosting.Supervision;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Aspire.Hosting.Supervision;

public sealed class ResourceSupervisorTests : IAsyncLifetime
{
    private const int StartFailed = 5103;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedCommands _commands = new();
    private readonly RecordingLogger<ResourceSupervisor> _logger = new();
    private readonly List<(string Name, int? ExitCode)> _givenUp = [];
    private UnstartedApplication _application = null!;
    private ResourceSupervisor _supervisor = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = UnstartedApplication.CreateBuilder();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ILogger<ResourceSupervisor>>(_logger);
        builder.Services.Configure<SupervisorOptions>(
            options => options.OnGivenUp = (resource, exitCode) => _givenUp.Add((resource.Name, exitCode)));
        _commands.AddResource(builder, "backend-1", KnownResourceCommands.StartCommand).WithRestart();
        _commands.AddResource(builder, "backend-2", KnownResourceCommands.StartCommand).WithRestart();
        _commands.AddResource(builder, "stranger", KnownResourceCommands.StartCommand);
        _application = UnstartedApplication.Build(builder);
        _supervisor = _application.Create<ResourceSupervisor>();
        await _supervisor.StartAsync(Token);
        await CrashAsync("backend-2");
        await StartedAsync("backend-2");
    }

    public async ValueTask DisposeAsync()
    {
        await _supervisor.StopAsync(CancellationToken.None);
        _supervisor.Dispose();
        await _application.DisposeAsync();
    }

    [Fact]
    public async Task Resource_Crashes_IsRestarted()
    {
        await CrashAsync("backend-1");

        await StartedAsync("backend-2", "backend-1");
        Assert.Contains(
            _logger.Entries, entry => entry is { Level: LogLevel.Warning, Message: "backend-1 ended with exit code 137; restarting" });
    }

    [Fact]
    public async Task Resource_CrashesWhileNotWanted_IsNotRestarted()
    {
        _application.Services.GetRequiredService<SpareServers>().Add(_application.Resource("backend-1"));

        await CrashAsync("backend-1");
        await CrashAsync("backend-2");
        await AdvanceUntilAsync("the other one is started", () => _commands.Executed.Count == 2);

        Assert.Equal(["backend-2", "backend-2"], _commands.Executed);
    }

    [Fact]
    public async Task Resource_CrashesAgain_IsRestartedAfterADelay()
    {
        await CrashAsync("backend-2");
        await UnstartedApplication.UntilAsync(
            "the delay is logged",
            () => _logger.Entries.Any(entry => entry.Message is "backend-2 ended with exit code 137; restarting in 0.25 s"));

        Assert.Single(_commands.Executed);
        await AdvanceUntilAsync("it is started", () => _commands.Executed.Count == 2);
    }

    [Fact]
    public async Task Resource_StoppedByCommand_StaysStopped()
    {
        await _application.SetStateAsync("backend-1", KnownResourceStates.Running);
        await _application.SetStateAsync("backend-1", KnownResourceStates.Stopping);
        await _application.SetStateAsync("backend-1", KnownResourceStates.Finished, exitCode: 143);
        await CrashAsync("backend-2");

        // Changes are processed in order: once this one has had its effect, the earlier ones would have had theirs.
        await AdvanceUntilAsync("the other one is started", () => _commands.Executed.Count == 2);
        Assert.Equal(["backend-2", "backend-2"], _commands.Executed);
    }

    [Fact]
    public async Task Resource_WithoutRestart_IsNotRestarted()
    {
        await CrashAsync("stranger");
        await CrashAsync("backend-1");

        await StartedAsync("backend-2", "backend-1");
    }

    [Fact]
    public async Task Start_Fails_IsRetriedAndLoggedEachTime()
    {
        _commands.Respond = _ => CommandResults.Failure("no such program");
        await CrashAsync("backend-1");
        await AdvanceUntilAsync("it has been tried three times", () => _logger.CountOf(StartFailed) >= 3);

        var started = 0;
        _commands.Respond = _ =>
        {
            Interlocked.Increment(ref started);
            return CommandResults.Success();
        };
        await AdvanceUntilAsync("it is started", () => Volatile.Read(ref started) == 1);

        Assert.Contains(
            _logger.Entries,
            entry => entry is { Level: LogLevel.Error, Message: "backend-1 could not be started, trying again: no such program" });
    }

    [Fact]
    public async Task Resource_CannotStart_IsGivenUpOnce()
    {
        await _application.SetStateAsync("backend-1", KnownResourceStates.FailedToStart);
        await UnstartedApplication.UntilAsync("it is given up", () => _givenUp.Count > 0);
        await _application.SetStateAsync("backend-1", KnownResourceStates.FailedToStart, exitCode: 1);
        await CrashAsync("backend-2");
        await AdvanceUntilAsync("the other one is started", () => _commands.Executed.Count == 2);

        Assert.Equal([("backend-1", null)], _givenUp);
        Assert.DoesNotContain("backend-1", _commands.Executed);
    }

    [Fact]
    public async Task Application_Stops_RestartsNothing()
    {
        await CrashAsync("backend-2");
        await UnstartedApplication.UntilAsync("a restart is due", () => _logger.Entries.Count == 2);

        _application.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _supervisor.ExecuteTask!.WaitAsync(Patience, Token);

        _time.Advance(RestartBackoff.Longest);
        Assert.Single(_commands.Executed);
    }

    private async Task CrashAsync(string name)
    {
        await _application.SetStateAsync(name, KnownResourceStates.Running);
        await _application.SetStateAsync(name, KnownResourceStates.Finished, exitCode: 137);
    }

    private Task StartedAsync(params string[] names) =>
        UnstartedApplication.UntilAsync(
            $"started are {string.Join(", ", names)}", () => _commands.Executed.SequenceEqual(names, StringComparer.Ordinal));

    private Task AdvanceUntilAsync(string what, Func<bool> condition) => UnstartedApplication.UntilAsync(what, () =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(100));
        return condition();
    });
}
