using System.Globalization;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.ServiceDefaults.Hosting;
using LoadBalancer.ServiceDefaults.Redis;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace LoadBalancer.AppHost.Store;

/// <summary>A Redis that runs already and is only looked at: whether it responds, and whether the cluster there is free.</summary>
internal static class ExternalStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Connects, authenticates and pings as the started projects will, and looks whether another AppHost keeps the cluster there.</summary>
    /// <param name="setting">Where the connection string was given.</param>
    /// <param name="connectionString">The connection string.</param>
    /// <param name="configuration">Where a password apart from it is configured.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="StartException">It is no connection string; the Redis does not answer in time, or refuses the credentials; another AppHost keeps the cluster.</exception>
    public static async Task EnsureUsableAsync(string setting, string connectionString, IConfiguration configuration, TimeProvider time, CancellationToken stop)
    {
        var connection = Read(setting, connectionString, configuration);
        var options = connection.ToOptions();
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)Patience.TotalMilliseconds;

        try
        {
            await using var connected = await ConnectAsync(options).WaitAsync(Patience, time, stop);
            await ClusterOwnership.EnsureFreeAsync(setting, connected, configuration, time, stop);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            throw new StartException(string.Create(
                CultureInfo.InvariantCulture,
                $"{setting}: {connection.Endpoints} {Reason(failure)}. Start that Redis, correct the value, or omit it to start a store."));
        }
    }

    private static RedisConnection Read(string setting, string connectionString, IConfiguration configuration)
    {
        try
        {
            return RedisConnection.Read(setting, connectionString, configuration);
        }
        catch (SettingException problem)
        {
            throw new StartException(problem.Message, ExitCode.Configuration);
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        await connection.GetDatabase().PingAsync();
        return connection;
    }

    private static string Reason(Exception failure) => failure switch
    {
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "rejected the credentials or the TLS handshake",
        RedisServerException => $"responded with an error ({failure.Message.ReplaceLineEndings(" ")})",
        _ => "cannot be reached",
    };
}
