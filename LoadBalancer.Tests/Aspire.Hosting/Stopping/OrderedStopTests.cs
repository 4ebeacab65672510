using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Aspire.Hosting.Stopping;

public sealed class OrderedStopTests : IAsyncLifetime
{
    private const int Killed = 5201;
    private const int Failed = 5202;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedCommands _commands = new();
    private readonly RecordingLogger<OrderedStop> _logger = new();
    private UnstartedApplication _application = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = UnstartedApplication.CreateBuilder();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ILogger<OrderedStop>>(_logger);
        builder.Services.AddOrderedStop();

        // The declaration order differs from the order in which the resources stop.
        Add(builder, "redis", StopStage.Store);
        Add(builder, "backend-1", StopStage.Servers);
        Add(builder, "backend-2", StopStage.Servers);
        Add(builder, "dashboard", StopStage.Dashboard);
        Add(builder, "gateway", StopStage.Gateways);
        Add(builder, "gateway-2", StopStage.Gateways);
        _commands.AddResource(builder, "stranger", KnownResourceCommands.StopCommand);
        _application = UnstartedApplication.Build(builder);
        foreach (var resource in _application.Model.Resources)
        {
            await _application.SetStateAsync(resource.Name, KnownResourceStates.Running);
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task StoppingAsync_EverythingRuns_EndsEachStageBeforeTheNext()
    {
        var stopping = Stop();

        await ExecutedAsync("gateway", "gateway-2");
        await EndAsync("gateway-2");
        Assert.Equal(2, _commands.Executed.Count);
        await EndAsync("gateway");
        await ExecutedAsync("gateway", "gateway-2", "backend-1", "backend-2");
        await EndAsync("backend-1");
        Assert.Equal(4, _commands.Executed.Count);
        await EndAsync("backend-2");
        await ExecutedAsync("gateway", "gateway-2", "backend-1", "backend-2", "dashboard");
        await EndAsync("dashboard");
        await ExecutedAsync("gateway", "gateway-2", "backend-1", "backend-2", "dashboard", "redis");
        Assert.False(stopping.IsCompleted);
        await EndAsync("redis");

        await stopping.WaitAsync(Patience, Token);
        Assert.DoesNotContain(_logger.Entries, entry => entry.Level > LogLevel.Information);
    }

    [Theory]
    [InlineData("NotStarted")]
    [InlineData("Waiting")]
    [InlineData("Finished")]
    [InlineData("Exited")]
    [InlineData("FailedToStart")]
    public async Task StoppingAsync_ResourceWithoutAProcess_IsNotStopped(string state)
    {
        await EndAllAsync();
        await _application.SetStateAsync("backend-2", state);

        await Stop().WaitAsync(Patience, Token);

        Assert.Empty(_commands.Executed);
    }

    [Theory]
    [InlineData("Starting")]
    [InlineData("Running")]
    public async Task StoppingAsync_ResourceWithAProcess_IsStopped(string state)
    {
        await EndAllAsync();
        await _application.SetStateAsync("backend-2", state);

        var stopping = Stop();
        await ExecutedAsync("backend-2");
        await EndAsync("backend-2");

        await stopping.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task StoppingAsync_StopFails_LogsItAndContinues()
    {
        await EndAllAsync();
        await _application.SetStateAsync("gateway", KnownResourceStates.Running);
        await _application.SetStateAsync("redis", KnownResourceStates.Running);
        _commands.Respond = name => name is "gateway" ? CommandResults.Failure("it is stubborn") : CommandResults.Success();

        var stopping = Stop();
        await ExecutedAsync("gateway", "redis");
        await EndAsync("redis");
        await stopping.WaitAsync(Patience, Token);

        Assert.Equal(
            "gateway could not be stopped: it is stubborn",
            Assert.Single(_logger.Entries, entry => entry.Id.Id == Failed).Message);
    }

    [Fact]
    public async Task StoppingAsync_SecondSignal_KillsRunningProcesses()
    {
        using var stubborn = Process.Start("sleep", "120");
        await EndAllAsync();
        await _application.SetStateAsync("backend-1", KnownResourceStates.Running, processId: stubborn.Id);
        var signals = _application.Services.GetRequiredService<StopSignals>();
        signals.Receive();
        var stopping = Stop();

        _time.Advance(StopSignals.EchoWindow);
        signals.Receive();

        await stopping.WaitAsync(Patience, Token);
        await stubborn.WaitForExitAsync(Token).WaitAsync(Patience, Token);
        Assert.Equal("backend-1 has not stopped yet; killing it", Assert.Single(_logger.Entries, entry => entry.Id.Id == Killed).Message);
    }

    [Fact]
    public async Task StoppingAsync_SecondSignalForAnEndedProcess_IsNotAnError()
    {
        using var gone = Process.Start("true");
        await gone.WaitForExitAsync(Token);
        await EndAllAsync();
        await _application.SetStateAsync("backend-1", KnownResourceStates.Running, processId: gone.Id);
        await _application.SetStateAsync("redis", KnownResourceStates.Running);
        using var host = new CancellationTokenSource();

        var stopping = _application.Create<OrderedStop>().StoppingAsync(host.Token);
        await host.CancelAsync();

        await stopping.WaitAsync(Patience, Token);
        Assert.Equal(0, _logger.CountOf(Killed));
    }

    private void Add(IDistributedApplicationBuilder builder, string name, StopStage stage) =>
        _commands.AddResource(builder, name, KnownResourceCommands.StopCommand).WithAnnotation(new StopStageAnnotation(stage));

    private Task Stop() => _application.Create<OrderedStop>().StoppingAsync(Token);

    private Task EndAsync(string name) => _application.SetStateAsync(name, KnownResourceStates.Finished);

    private Task EndAllAsync() => Task.WhenAll(_application.Model.Resources.Select(resource => EndAsync(resource.Name)));

    /// <summary>Waits until these resources have received the stop command; the order within a stage does not matter.</summary>
    private Task ExecutedAsync(params string[] names) => UnstartedApplication.UntilAsync(
        $"stopped are {string.Join(", ", names)}",
        () => _commands.Executed.Order(StringComparer.Ordinal).SequenceEqual(names.Order(StringComparer.Ordinal), StringComparer.Ordinal));
}
