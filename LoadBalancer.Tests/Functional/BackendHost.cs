using LoadBalancer.Backend;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional;

/// <summary>Runs the real Backend in this process; it registers itself in the given registry.</summary>
internal sealed class BackendHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BackendHost(WebApplication app)
    {
        _app = app;
        Client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(app.Urls.Single()) };
    }

    /// <summary>A client that sends requests directly to this backend.</summary>
    public HttpClient Client { get; }

    public static async Task<BackendHost> StartAsync(string id, IServerRegistry registry, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["SERVER_ID"] = id;
        builder.Configuration["Registration:DrainDelay"] = "00:00:00";
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(registry);
        builder.Services.AddServerRegistration();
        var app = BackendApplication.Build(builder);
        await app.StartAsync();
        return new(app);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
