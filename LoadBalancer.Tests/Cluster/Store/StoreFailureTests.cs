using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Tests.Cluster.Store;

public sealed class StoreFailureTests
{
    [Theory]
    [InlineData("Connection refused", "Connection refused")]
    [InlineData("one\r\ntwo", "one two")]
    [InlineData(
        "The message timed out in the backlog attempting to send because no connection became available (5000ms) - Last Connection "
        + "Exception: It was not possible "
        + "to connect to the redis server(s). ConnectTimeout, command=PING, timeout: 5000, outbound: 0KiB, "
        + "inbound: 0KiB, inst: 0, qu: 1, qs: 0, aw: False",
        "The message timed out in the backlog attempting to send because no connection became available (5000ms) - Last Connection "
        + "Exception: It was not possible "
        + "to connect to the redis server(s). ConnectTimeout")]
    [InlineData(
        "Timeout awaiting response (outbound=0KiB, inbound=0KiB, 5728ms elapsed, timeout is 5000ms), command=SET, next: GET x",
        "Timeout awaiting response")]
    [InlineData(
        "No connection is active/available to service this operation: EVAL; It was not possible to connect; "
        + "IOCP: (Busy=0,Free=1000), v: 2.9",
        "It was not possible to connect")]
    [InlineData(
        "SocketClosed on 127.0.0.1:6379/Interactive, Idle/MarkProcessed, last: ECHO, origin: ReadFromPipe, "
        + "outstanding: 0, last-read: 0s ago, keep-alive: 60s",
        "SocketClosed on 127.0.0.1:6379/Interactive")]
    [InlineData(
        "No connection is active/available to service this operation: HGETALL lb; UnableToConnect on 127.0.0.1:6379/Interactive, "
        + "Initializing/NotStarted, last: NONE",
        "UnableToConnect on 127.0.0.1:6379/Interactive")]
    [InlineData(
        "No connection is active/available to service this operation: EVAL",
        "No connection is active/available to service this operation: EVAL")]
    [InlineData("WRONGPASS: no such user, or a wrong password", "WRONGPASS: no such user, or a wrong password")]
    public void Describe_AnyMessage_IsOneLineWithoutInternals(string message, string expected) =>
        Assert.Equal(expected, StoreFailure.Describe(new TimeoutException(message)));

    [Fact]
    public void Describe_LongMessage_IsCut() => Assert.Equal(240, StoreFailure.Describe(new TimeoutException(new string('a', 500))).Length);

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public void IsStop_OnlyCancellationByTheStoppingToken_IsTrue(bool isCancellation, bool isStopping, bool isStop)
    {
        Exception exception = isCancellation ? new OperationCanceledException() : new InvalidOperationException();

        Assert.Equal(isStop, StoreFailure.IsStop(exception, new CancellationToken(isStopping)));
    }
}
