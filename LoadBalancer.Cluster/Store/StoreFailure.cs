using System.Text.RegularExpressions;

namespace LoadBalancer.Cluster.Store;

/// <summary>What a failure of the store is, and what to tell of it. Thread-safe.</summary>
public static partial class StoreFailure
{
    private const int MaxLength = 240;

    /// <summary>Why the store could not be used, in one line of at most 240 characters.</summary>
    /// <param name="exception">What a store operation threw.</param>
    public static string Describe(Exception exception)
    {
        var message = Preamble().Replace(exception.Message.ReplaceLineEndings(" "), "");
        var end = Diagnostics().Match(message) is { Success: true, Index: var index } ? index : message.Length;
        return message[..Math.Min(end, MaxLength)];
    }

    /// <summary>
    /// Whether an operation ended because it was to stop. A store that fails while everything stops is still a failure of the store:
    /// it must not end whoever called.
    /// </summary>
    /// <param name="exception">What a store operation threw.</param>
    /// <param name="stop">What would have it stop.</param>
    public static bool IsStop(Exception exception, CancellationToken stop) =>
        exception is OperationCanceledException && stop.IsCancellationRequested;

    /// <summary>
    /// What StackExchange.Redis puts before the reason: which operation had no connection. Whoever logs says what it wanted.
    /// </summary>
    [GeneratedRegex("^No connection is active/available to service this operation: [^;]*; ", RegexOptions.NonBacktracking)]
    private static partial Regex Preamble();

    /// <summary>
    /// Where StackExchange.Redis goes on with the state of its queues, threads and sockets, hundreds of characters:
    /// <c>, inst: 0</c>, <c>, command=GET</c>, <c>; IOCP: …</c>, <c> (outbound=0KiB</c>, <c>, Idle/MarkProcessed, last: …</c>.
    /// </summary>
    [GeneratedRegex(@"[,;] [\w-]+[:=]|, \w+/\w+,| \(outbound=", RegexOptions.NonBacktracking)]
    private static partial Regex Diagnostics();
}
