using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Aspire.Hosting;

/// <summary>An application that is built but never started; tests set the states of its resources.</summary>
internal sealed class UnstartedApplication : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DistributedApplication _application;

    private UnstartedApplication(DistributedApplication application) => _application = application;

    public IServiceProvider Services => _application.Services;

    public DistributedApplicationModel Model => Services.GetRequiredService<DistributedApplicationModel>();

    public ResourceNotificationService Notifications => Services.GetRequiredService<ResourceNotificationService>();

    public DistributedApplicationExecutionContext Context => Services.GetRequiredService<DistributedApplicationExecutionContext>();

    /// <summary>Creates a builder without Aspire's dashboard and without user secrets.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(params string[] arguments) =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = arguments, DisableDashboard = true });

    /// <summary>Creates a builder that publishes instead of running.</summary>
    public static IDistributedApplicationBuilder CreatePublishingBuilder(params string[] arguments) =>
        CreateBuilder(["--publisher", "manifest", "--output-path", "unused.json", .. arguments]);

    public static UnstartedApplication Build(IDistributedApplicationBuilder builder)
    {
        builder.Services.AddLogging(logging => logging.ClearProviders());
        return new UnstartedApplication(builder.Build());
    }

    public T Create<T>(params object[] parameters) => ActivatorUtilities.CreateInstance<T>(Services, parameters);

    public IResource Resource(string name) =>
        Model.Resources.Single(resource => string.Equals(resource.Name, name, StringComparison.Ordinal));

    public Task SetStateAsync(string name, string state, int? exitCode = null, int? processId = null) => Notifications.PublishUpdateAsync(
        Resource(name),
        snapshot => snapshot with
        {
            State = state,
            ExitCode = exitCode,
            Properties = processId is null
                ? snapshot.Properties
                : [.. snapshot.Properties, new ResourcePropertySnapshot("executable.pid", processId)],
        });

    public static Task UntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(what, condition, Patience);

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
