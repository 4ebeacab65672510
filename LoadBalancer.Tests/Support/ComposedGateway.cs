using LoadBalancer.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Support;

/// <summary>A gateway that is put together but not started: for tests of one of its parts among the real others.</summary>
internal sealed class ComposedGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    public ComposedGateway(TimeProvider time, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Gateway:Limits:Overload:QueueDelay"] = "00:00:00"; // The pool is that of all tests.
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton(time);
        _app = GatewayApplication.Build(builder);
        Services = builder.Services;
        Configuration = builder.Configuration;
    }

    /// <summary>What it is put together from.</summary>
    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }

    public T Part<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
