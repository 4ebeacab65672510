using System.Globalization;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using StackExchange.Redis;

namespace LoadBalancer.AppHost.Store;

/// <summary>A Redis that runs already and is only looked at.</summary>
internal static class ExternalStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Connects, authenticates and pings as the started projects will.</summary>
    /// <param name="setting">Where the connection string was given.</param>
    /// <param name="connectionString">The connection string.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="StartException">It is no connection string; the Redis does not answer in time, or refuses the credentials.</exception>
    public static async Task EnsureReachableAsync(string setting, string connectionString, TimeProvider time, CancellationToken stop)
    {
        if (RedisOption.FindProblem(setting, connectionString) is { } problem)
        {
            throw new StartException(problem, ExitCode.Configuration);
        }

        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)Patience.TotalMilliseconds;

        try
        {
            await PingAsync(options).WaitAsync(Patience, time, stop);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            throw new StartException(string.Create(
                CultureInfo.InvariantCulture,
                $"{setting} is '{ConnectionStringText.WithoutPassword(connectionString)}': {Reason(failure)}. Start that Redis, correct the value, or omit it to start a store."));
        }
    }

    private static async Task PingAsync(ConfigurationOptions options)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        await connection.GetDatabase().PingAsync();
    }

    private static string Reason(Exception failure) => failure switch
    {
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "it rejected the credentials or the TLS handshake",
        RedisServerException => $"it responded with an error ({failure.Message.ReplaceLineEndings(" ")})",
        _ => string.Create(CultureInfo.InvariantCulture, $"unreachable within {Patience.TotalSeconds} s"),
    };
}
