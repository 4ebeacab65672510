using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using LoadBalancer.Aspire.Hosting;
using LoadBalancer.Aspire.Hosting.Stopping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Aspire.Hosting.Stopping;

public sealed class GracefulCommandsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedCommands _commands = new();
    private UnstartedApplication _application = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IResource Server => _application.Resource("backend-1");

    public async ValueTask InitializeAsync()
    {
        var builder = UnstartedApplication.CreateBuilder();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddOrderedStop();
        _commands.AddResource(builder, "backend-1", KnownResourceCommands.StopCommand)
            .WithAnnotation(new StopStageAnnotation(StopStage.Servers));
        _commands.AddResource(builder, "stranger", KnownResourceCommands.StopCommand);
        _application = UnstartedApplication.Build(builder);
        var eventing = _application.Services.GetRequiredService<IDistributedApplicationEventing>();
        await _application.Create<GracefulCommands>().SubscribeAsync(eventing, _application.Context, Token);
        foreach (var resource in _application.Model.Resources)
        {
            // The event occurs twice because a resource that starts again must still have the command only once.
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, _application.Services), Token);
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, _application.Services), Token);
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    [Fact]
    public async Task Stop_Process_GetsTheSignalAndTimeToEnd()
    {
        using var process = Process.Start("sleep", "120");
        await _application.SetStateAsync("backend-1", KnownResourceStates.Running, processId: process.Id);

        var stopping = StopAsync();
        await process.WaitForExitAsync(Token).WaitAsync(Patience, Token);
        Assert.True(_application.Notifications.TryGetCurrentState("backend-1", out var present));
        Assert.Equal(KnownResourceStates.Stopping, present.Snapshot.State?.Text);
        Assert.False(stopping.IsCompleted);
        await _application.SetStateAsync("backend-1", KnownResourceStates.Finished, exitCode: 143);

        Assert.True((await stopping.WaitAsync(Patience, Token)).Success);
        Assert.Empty(_commands.Executed);
    }

    [Fact]
    public async Task Stop_ProcessThatDoesNotEnd_IsKilledAtTheDeadline()
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        Assert.Equal("deaf", await process.StandardOutput.ReadLineAsync(Token));
        await _application.SetStateAsync("backend-1", KnownResourceStates.Running, processId: process.Id);

        var stopping = StopAsync();
        while (!stopping.IsCompleted)
        {
            _time.Advance(GracefulStop.Deadline);
            await Task.Yield();
        }

        Assert.True((await stopping).Success);
        await process.WaitForExitAsync(Token).WaitAsync(Patience, Token);
        Assert.Equal(128 + 9, process.ExitCode);
    }

    [Fact]
    public async Task Stop_ResourceWithoutAProcess_IsLeftToAspire()
    {
        await _application.SetStateAsync("backend-1", KnownResourceStates.Running);

        Assert.True((await StopAsync()).Success);

        Assert.Equal(["backend-1"], _commands.Executed);
    }

    [Fact]
    public async Task Stop_ResourceOfAnotherKind_IsLeftToAspire()
    {
        using var process = Process.Start("sleep", "120");
        await _application.SetStateAsync("stranger", KnownResourceStates.Running, processId: process.Id);

        await _application.Services.GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(_application.Resource("stranger"), KnownResourceCommands.StopCommand, Token);

        Assert.Equal(["stranger"], _commands.Executed);
        Assert.False(process.HasExited);
        process.Kill();
    }

    private Task<ExecuteCommandResult> StopAsync() =>
        _application.Services.GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(Server, KnownResourceCommands.StopCommand, Token);
}
