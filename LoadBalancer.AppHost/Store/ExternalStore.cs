using System.Globalization;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Aspire.Hosting.Control;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Redis;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.AppHost.Store;

/// <summary>The connection to an existing Redis that will hold the servers of a cluster.</summary>
internal sealed class ExternalStore : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly AppHostOptions _options;
    private readonly ServiceProvider _services;

    private ExternalStore(AppHostOptions options, RedisConnection connection, IConfiguration configuration, TimeProvider time)
    {
        _options = options;
        _services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddSingleton(time)
            .AddRedisRegistry(connection)
            .BuildServiceProvider();
    }

    /// <summary>Connects, authenticates and pings the way the started projects will.</summary>
    /// <param name="options">The connection string, and the setting that it came from.</param>
    /// <param name="configuration">The configuration, which may contain the password separately.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="StartException">
    /// The connection string is invalid, Redis does not respond in time, or Redis rejects the credentials.
    /// </exception>
    public static async Task<ExternalStore> OpenAsync(
        AppHostOptions options, IConfiguration configuration, TimeProvider time, CancellationToken stop)
    {
        var connection = Read(options, configuration);
        var client = connection.ToOptions();
        client.AbortOnConnectFail = true;
        client.ConnectRetry = 1;
        client.ConnectTimeout = (int)Patience.TotalMilliseconds;

        try
        {
            await PingAsync(client).WaitAsync(Patience, time, stop);
            return new(options, connection, configuration, time);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            throw new StartException(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.RedisSetting}: {connection.Endpoints} {Reason(failure)}. Start that Redis, correct "
                + $"the value, or remove it to start a store."));
        }
    }

    /// <summary>Creates the claim to the cluster that the settings name.</summary>
    /// <exception cref="StartException">The cluster's name is not allowed.</exception>
    public ClusterClaim ClaimCluster()
    {
        try
        {
            var cluster = _services.GetRequiredService<IOptions<RegistryOptions>>().Value.Cluster;
            return new(
                _services.GetRequiredService<IReplicaStore>(),
                OrchestratorName.Own,
                _options,
                cluster,
                _services.GetRequiredService<TimeProvider>());
        }
        catch (OptionsValidationException problem)
        {
            throw new StartException(string.Join(Environment.NewLine, problem.Failures), ExitCode.Configuration);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static RedisConnection Read(AppHostOptions options, IConfiguration configuration)
    {
        try
        {
            return RedisConnection.Read(options.RedisSetting, options.Redis!, configuration);
        }
        catch (SettingException problem)
        {
            throw new StartException(problem.Message, ExitCode.Configuration);
        }
    }

    private static async Task PingAsync(ConfigurationOptions options)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        await connection.GetDatabase().PingAsync();
    }

    private static string Reason(Exception failure) => failure switch
    {
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "rejected the credentials or "
            + "the TLS handshake",
        RedisServerException => $"responded with an error ({failure.Message.ReplaceLineEndings(" ")})",
        _ => "cannot be reached",
    };
}
