using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Output;
using LoadBalancer.Tests.Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.AppHost.Output;

public sealed class ResourceOutputTests : IAsyncDisposable
{
    private readonly RecordedOutput _output = new();
    private readonly UnstartedApplication _application;
    private ResourceOutput? _shown;

    public ResourceOutputTests()
    {
        var builder = UnstartedApplication.CreateBuilder();
        builder.AddExecutable("gateway", "gateway", ".").WithHttpEndpoint();
        builder.AddExecutable("backend-1", "backend", ".").WithHttpEndpoint();
        builder.AddExecutable("backend-2", "backend", ".").WithHttpEndpoint();
        _application = UnstartedApplication.Build(builder);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_shown is not null)
        {
            await _shown.StopAsync(CancellationToken.None);
            _shown.Dispose();
        }

        await _application.DisposeAsync();
    }

    [Fact]
    public async Task Line_Warning_IsShownWithTheNameAndWithoutTheTime()
    {
        await ShowAsync(verbose: false);

        Write("gateway", LogLevel.Information, "info: Gateway[1] fine");
        Write("gateway", LogLevel.Information, "warn: Gateway[1] slow");
        await ShownAsync("gateway   | warn: Gateway[1] slow");

        Assert.Empty(_output.Lines);
        Assert.Single(_output.ErrorLines);
    }

    [Fact]
    public async Task Line_FirstInformationAfterAWarningOfItsCategory_IsShown()
    {
        await ShowAsync(verbose: false);

        Write("gateway", LogLevel.Information, "warn: Watcher[2] The store is away");
        Write("backend-1", LogLevel.Information, "info: Watcher[1] of another resource");
        Write("gateway", LogLevel.Information, "info: Other[1] of another category");
        Write("gateway", LogLevel.Information, "12:00:00.123 info: Watcher[1] The store is back");
        Write("gateway", LogLevel.Information, "info: Watcher[1] and all is well");
        Write("gateway", LogLevel.Information, "warn: Watcher[2] The store is away once more");
        await ShownAsync("gateway   | warn: Watcher[2] The store is away once more");

        Assert.Equal(["gateway   | 12:00:00.123 info: Watcher[1] The store is back"], _output.Lines);
    }

    [Fact]
    public async Task Line_StandardError_IsShown()
    {
        await ShowAsync(verbose: false);

        Write("backend-1", LogLevel.Error, "Unhandled exception.");

        await ShownAsync("backend-1 | Unhandled exception.");
    }

    [Fact]
    public async Task Line_SameErrorOfSeveralResources_IsShownOnce()
    {
        await ShowAsync(verbose: false);

        Write("backend-1", LogLevel.Error, "error: Registry__Lease is 'x'; it must be 1 s or more.");
        await ShownAsync("backend-1 | error: Registry__Lease is 'x'; it must be 1 s or more.");
        Write("backend-2", LogLevel.Error, "error: Registry__Lease is 'x'; it must be 1 s or more.");
        Write("backend-2", LogLevel.Error, "error: SERVER_ID is missing.");
        await ShownAsync("backend-2 | error: SERVER_ID is missing.");

        Assert.Equal(2, _output.AllLines.Count());
    }

    [Fact]
    public async Task Line_SameWarningOfSeveralResources_IsShownForEach()
    {
        await ShowAsync(verbose: false);

        Write("backend-1", LogLevel.Information, "warn: Redis is unreachable");
        await ShownAsync("backend-1 | warn: Redis is unreachable");
        Write("backend-2", LogLevel.Information, "warn: Redis is unreachable");

        await ShownAsync("backend-2 | warn: Redis is unreachable");
    }

    [Fact]
    public async Task Line_Verbose_IsAlwaysShown()
    {
        await ShowAsync(verbose: true);

        Write("backend-1", LogLevel.Information, "info: Backend[1] fine");
        Write("backend-1", LogLevel.Information, "fail: Backend[1] broken");
        await ShownAsync("backend-1 | fail: Backend[1] broken");

        Assert.Equal(["backend-1 | info: Backend[1] fine"], _output.Lines);
        Assert.Equal(["backend-1 | fail: Backend[1] broken"], _output.ErrorLines);
    }

    [Fact]
    public async Task Line_WrittenBeforeTheResourceIsKnown_IsShown()
    {
        Write("gateway", LogLevel.Error, "error: first");

        await ShowAsync(verbose: false);

        await ShownAsync("gateway   | error: first");
    }

    private async Task ShowAsync(bool verbose)
    {
        _shown = _application.Create<ResourceOutput>(_output, new AppHostOptions { Verbose = verbose });
        await _shown.StartAsync(Token);
        foreach (var resource in _application.Model.Resources)
        {
            await _application.SetStateAsync(resource.Name, KnownResourceStates.Running);
        }
    }

    private void Write(string resource, LogLevel level, string line) => _application.Services.GetRequiredService<ResourceLoggerService>()
        .GetLogger(_application.Resource(resource)).Log(level, eventId: 0, line, exception: null, (state, _) => state);

    private Task ShownAsync(string line) =>
        UnstartedApplication.UntilAsync($"'{line}' is shown", () => _output.AllLines.Contains(line, StringComparer.Ordinal));
}
