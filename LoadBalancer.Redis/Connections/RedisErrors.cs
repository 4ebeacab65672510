using LoadBalancer.Cluster.Store;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Connections;

/// <summary>
/// Classifies the exceptions of Redis's client. The codes are those that precede a server's error; within a script, Redis before version 7
/// and Garnet put them into the text of another error. Pure functions, thread-safe.
/// </summary>
internal static class RedisErrors
{
    private static readonly string[] WithinScripts = ["READONLY", "MASTERDOWN", "LOADING", "NOREPLICAS", "MISCONF", "CLUSTERDOWN", "OOM"];

    /// <summary>Returns the condition of Redis; <see langword="null"/> if Redis is not the cause.</summary>
    /// <param name="exception">The exception of an operation.</param>
    /// <param name="isReplica">
    /// Whether the client is connected to replicas only: it then refuses writes itself, as if there were no connection.
    /// </param>
    public static StoreCondition? ConditionOf(Exception exception, bool isReplica) => exception switch
    {
        RedisServerException error => ConditionOf(CodeOf(error.Message)),
        RedisConnectionException or RedisCommandException when isReplica => StoreCondition.NotWritable,
        RedisConnectionException or TimeoutException => StoreCondition.Unreachable,
        _ => null,
    };

    /// <summary>
    /// Whether another connection to the same name may reach a Redis that accepts writes: the one at hand is a replica, is loading, or has
    /// lost its replicas, as an isolated former master has. For an error of persistence there is nothing to gain, since the server remains
    /// the master.
    /// </summary>
    /// <param name="exception">The exception of an operation.</param>
    /// <param name="isReplica">See <see cref="ConditionOf(Exception, bool)"/>.</param>
    public static bool SuggestsAnotherConnection(Exception exception, bool isReplica) => exception is RedisServerException error
        ? CodeOf(error.Message) is "READONLY" or "MASTERDOWN" or "LOADING" or "NOREPLICAS"
        : ConditionOf(exception, isReplica) == StoreCondition.NotWritable;

    private static StoreCondition ConditionOf(string code) => code switch
    {
        "READONLY" or "MASTERDOWN" or "LOADING" or "NOREPLICAS" or "MISCONF" => StoreCondition.NotWritable,

        // A script that runs for too long, or a cluster whose slots are not served or are being moved: both pass by themselves.
        "BUSY" or "CLUSTERDOWN" or "TRYAGAIN" or "MOVED" or "ASK" => StoreCondition.NotWritable,
        "OOM" => StoreCondition.Full,
        _ => StoreCondition.Rejected,
    };

    /// <summary>
    /// Returns the first word, or the code within <c>ERR Error running script (call to f_…): @user_script:25: -READONLY You can't …</c>.
    /// </summary>
    private static string CodeOf(string message)
    {
        var first = message.Split(' ', 2)[0];
        return string.Equals(first, "ERR", StringComparison.Ordinal)
            ? WithinScripts.FirstOrDefault(code => message.Contains($"{code} ", StringComparison.Ordinal)) ?? first
            : first;
    }
}
