using LoadBalancer.Registry;
using LoadBalancer.Registry.Replicas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>
/// The cluster's shared state as the launcher sees it: of the same cluster as its children, which inherit the same
/// environment. It connects by itself, and again when the connection is lost.
/// </summary>
internal sealed class LauncherRegistry : IAsyncDisposable
{
    private const string Defaults = "abortConnect=false,connectTimeout=2000,connectRetry=1,syncTimeout=2000,asyncTimeout=2000,keepAlive=5,";

    private readonly ServiceProvider _services;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The environment has a setting of the registry that is not allowed.</exception>
    public LauncherRegistry(string connectionString)
    {
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddEnvironmentVariables().Build())
            .AddSingleton<IConnectionMultiplexer>(_ => Connect(connectionString))
            .AddLogging()
            .AddRedisRegistry()
            .BuildServiceProvider();
        Replicas = _services.GetRequiredService<IReplicaStore>();
    }

    public IReplicaStore Replicas { get; }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static ConnectionMultiplexer Connect(string connectionString)
    {
        var options = ConfigurationOptions.Parse(Defaults + connectionString);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new ExponentialRetry(500, 2_000);

        return ConnectionMultiplexer.Connect(options);
    }
}
