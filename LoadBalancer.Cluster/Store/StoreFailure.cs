using System.Text.RegularExpressions;
using LoadBalancer.Cluster.Membership;

namespace LoadBalancer.Cluster.Store;

/// <summary>Classifies and describes failures of the store. Thread-safe.</summary>
public static partial class StoreFailure
{
    private const int MaxLength = 240;

    /// <summary>Describes why the store could not be used, in one line of at most 240 characters.</summary>
    /// <param name="exception">The exception of a store operation.</param>
    public static string Describe(Exception exception)
    {
        var message = Preamble().Replace(exception.Message.ReplaceLineEndings(" "), "");
        var end = Diagnostics().Match(message) is { Success: true, Index: var index } ? index : message.Length;
        return message[..Math.Min(end, MaxLength)];
    }

    /// <summary>
    /// Whether an operation failed because of the state of the store, so that it is only to be repeated later: the store is unreachable,
    /// does not respond, accepts no writes for now, or concurrent changes came first. Any other exception is a fault: an error in this
    /// process, or something that a person must correct.
    /// </summary>
    /// <param name="exception">The exception of an operation.</param>
    public static bool IsTemporary(Exception exception) =>
        exception is TimeoutException or RegistryContentionException or StoreException { Condition: not StoreCondition.Rejected };

    /// <summary>Whether the store is connected but accepts no writes.</summary>
    /// <param name="exception">The exception of an operation.</param>
    public static bool IsNotWritable(Exception exception) =>
        exception is StoreException { Condition: StoreCondition.NotWritable or StoreCondition.Full };

    /// <summary>Whether the store accepts no writes for want of memory, so that what it holds is nevertheless current.</summary>
    /// <param name="exception">The exception of an operation.</param>
    public static bool IsFull(Exception exception) => exception is StoreException { Condition: StoreCondition.Full };

    /// <summary>
    /// Whether an operation ended because of cancellation. A failure of the store during shutdown is still a failure of the store and must
    /// not propagate to the caller.
    /// </summary>
    /// <param name="exception">The exception of a store operation.</param>
    /// <param name="stop">The token that cancels the operation.</param>
    public static bool IsStop(Exception exception, CancellationToken stop) =>
        exception is OperationCanceledException && stop.IsCancellationRequested;

    /// <summary>
    /// The prefix that StackExchange.Redis puts before the reason, which names the operation that had no connection. The caller logs what
    /// it was doing.
    /// </summary>
    [GeneratedRegex("^No connection is active/available to service this operation: [^;]*; ", RegexOptions.NonBacktracking)]
    private static partial Regex Preamble();

    /// <summary>
    /// The point at which StackExchange.Redis appends the state of its queues, threads, and sockets, hundreds of characters: <c>, inst:
    /// 0</c>, <c>, command=GET</c>, <c>; IOCP: …</c>, <c> (outbound=0KiB</c>, <c>, Idle/MarkProcessed, last: …</c>.
    /// </summary>
    [GeneratedRegex(@"[,;] [\w-]+[:=]|, \w+/\w+,| \(outbound=", RegexOptions.NonBacktracking)]
    private static partial Regex Diagnostics();
}
