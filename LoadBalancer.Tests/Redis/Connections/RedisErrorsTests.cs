using LoadBalancer.Cluster.Store;
using LoadBalancer.Redis.Connections;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Redis.Connections;

public sealed class RedisErrorsTests
{
    [Theory]
    [InlineData("READONLY You can't write against a read only replica.", StoreCondition.NotWritable, true)]
    [InlineData("READONLY You can't write against a read only replica. script: 6b, on @user_script:31.", StoreCondition.NotWritable, true)]
    [InlineData(
        "ERR Error running script (call to f_1): @user_script:31: @user_script: 31: -READONLY You can't write against a read only replica.",
        StoreCondition.NotWritable, true)]
    [InlineData("LOADING Redis is loading the dataset in memory", StoreCondition.NotWritable, true)]
    [InlineData(
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", StoreCondition.NotWritable, true)]
    [InlineData("NOREPLICAS Not enough good replicas to write.", StoreCondition.NotWritable, true)]
    [InlineData("MISCONF Redis is configured to save RDB snapshots, but it's unable to persist", StoreCondition.NotWritable, false)]
    [InlineData("BUSY Redis is busy running a script.", StoreCondition.NotWritable, false)]
    [InlineData("CLUSTERDOWN The cluster is down", StoreCondition.NotWritable, false)]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'.", StoreCondition.Full, false)]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'. script: 6b, on @user_script:2.", StoreCondition.Full, false)]
    [InlineData(
        "ERR Error running script (call to f_1): @user_script:2: @user_script: 2: -OOM command not allowed when used memory > 'maxmemory'.",
        StoreCondition.Full, false)]
    [InlineData("NOPERM this user has no permissions to run the 'eval' command", StoreCondition.Rejected, false)]
    [InlineData("NOAUTH Authentication required.", StoreCondition.Rejected, false)]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value", StoreCondition.Rejected, false)]
    [InlineData("ERR unknown command 'EVAL'", StoreCondition.Rejected, false)]
    [InlineData("ERR user_script:3: attempt to index a nil value", StoreCondition.Rejected, false)]
    [InlineData("", StoreCondition.Rejected, false)]
    public void ConditionOf_ErrorOfTheServer_FollowsFromItsCode(string message, StoreCondition condition, bool isAnotherConnectionSuggested)
    {
        var error = new RedisServerException(RedisErrorKind.None, CommandFlags.None, message);

        Assert.Equal(condition, RedisErrors.ConditionOf(error, isReplica: false));
        Assert.Equal(isAnotherConnectionSuggested, RedisErrors.SuggestsAnotherConnection(error, isReplica: false));
    }

    [Theory]
    [InlineData(false, StoreCondition.Unreachable)]
    [InlineData(true, StoreCondition.NotWritable)]
    public void ConditionOf_NoConnection_DependsOnWhetherAReplicaIsConnected(bool isReplica, StoreCondition condition)
    {
        var error = new RedisConnectionException(
            ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, "No connection.");

        Assert.Equal(condition, RedisErrors.ConditionOf(error, isReplica));
        Assert.Equal(isReplica, RedisErrors.SuggestsAnotherConnection(error, isReplica));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ConditionOf_Timeout_IsUnreachable(bool isReplica) =>
        Assert.Equal(StoreCondition.Unreachable, RedisErrors.ConditionOf(new TimeoutException(), isReplica));

    [Fact]
    public void ConditionOf_AnythingElse_IsNull()
    {
        Assert.Null(RedisErrors.ConditionOf(new InvalidOperationException(), isReplica: true));
        Assert.Null(RedisErrors.ConditionOf(new OperationCanceledException(), isReplica: true));
        Assert.Null(RedisErrors.ConditionOf(new RedisException("an error of the client"), isReplica: true));
    }
}
