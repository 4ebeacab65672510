using LoadBalancer.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Support;

/// <summary>A gateway that is composed but not started, for tests of one part together with the real other parts.</summary>
internal sealed class ComposedGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    public ComposedGateway(TimeProvider time, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Gateway:Limits:Overload:QueueDelay"] = "00:00:00"; // Off: all tests share the measured thread pool.
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton(time);
        _app = GatewayApplication.Build(builder);
        Services = builder.Services;
        Configuration = builder.Configuration;
    }

    /// <summary>The services that the gateway is composed from.</summary>
    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }

    public T Part<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
