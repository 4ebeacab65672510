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
    /// <exception cref="StartException">It does not answer in time, or refuses the credentials.</exception>
    public static async Task EnsureReachableAsync(string connectionString, TimeProvider time, CancellationToken stop)
    {
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
                $"--redis is '{ConnectionStringText.WithoutPassword(connectionString)}': {Reason(failure)}. Start that Redis, correct the value, or omit the argument to start a store."));
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
