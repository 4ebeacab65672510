namespace LoadBalancer.Registry;

/// <summary>What a failure of the store is, and what to tell of it. Thread-safe.</summary>
public static class StoreFailure
{
    private const int MaxLength = 240;

    /// <summary>Where StackExchange.Redis goes on with the state of its queues and threads, hundreds of characters.</summary>
    private static readonly string[] Internals = [" (outbound=", ", command=", ", inst:", ", mc:", ", IOCP:", "; IOCP:", "; mc:", ", clientName:"];

    /// <summary>Why the store could not be used, in one line of at most 240 characters.</summary>
    /// <param name="exception">What a store operation threw.</param>
    public static string Describe(Exception exception)
    {
        var message = exception.Message.ReplaceLineEndings(" ");
        var end = Internals.Select(mark => message.IndexOf(mark, StringComparison.Ordinal)).Where(at => at > 0).Append(message.Length).Min();
        return message[..Math.Min(end, MaxLength)];
    }

    /// <summary>
    /// Whether an operation ended because it was to stop. A store that fails while everything stops is still a failure of the store:
    /// it must not end whoever called.
    /// </summary>
    /// <param name="exception">What a store operation threw.</param>
    /// <param name="stop">What would have it stop.</param>
    public static bool IsStop(Exception exception, CancellationToken stop) => exception is OperationCanceledException && stop.IsCancellationRequested;
}
