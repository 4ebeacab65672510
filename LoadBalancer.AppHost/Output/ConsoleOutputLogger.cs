using Microsoft.Extensions.Logging;

namespace LoadBalancer.AppHost.Output;

/// <summary>Writes the AppHost's log as plain lines: its own messages unchanged, Aspire's messages with their level.</summary>
/// <param name="category">The category of the log.</param>
/// <param name="output">The console.</param>
/// <param name="hasStackTraces">Whether Aspire's exceptions are written in full; otherwise only their messages are written.</param>
internal sealed class ConsoleOutputLogger(string category, IConsoleOutput output, bool hasStackTraces) : ILogger
{
    /// <summary>
    /// The start of messages that Aspire logs while it follows the output of a resource. Once its orchestrator is gone, it logs one for
    /// each resource, and none of them states the cause. <see cref="Exits.OrchestratorWatch"/> reports the cause.
    /// </summary>
    private static readonly string[] LogStreams =
    [
        "Error streaming logs for ",
        "Error flushing current logs for ",
        "Unexpected error happened when capturing logs for ",
    ];

    /// <summary>
    /// The category in which the host logs that its start has failed, even if a requested stop merely interrupted the start.
    /// </summary>
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    private readonly bool _isOwn = category.StartsWith("LoadBalancer.", StringComparison.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, exception);
        if (!_isOwn
            && !hasStackTraces
            && (IsInterruptedStart(exception) || LogStreams.Any(start => message.StartsWith(start, StringComparison.Ordinal))))
        {
            return;
        }

        var line = _isOwn ? message : $"{logLevel}: {message}";
        if (exception is not null)
        {
            line = _isOwn || hasStackTraces
                ? $"{line}{Environment.NewLine}{exception}"
                : $"{line} {exception.Message.ReplaceLineEndings(" ")}";
        }

        if (logLevel >= LogLevel.Warning)
        {
            output.WriteErrorLine(line);
        }
        else
        {
            output.WriteLine(line);
        }
    }

    private bool IsInterruptedStart(Exception? exception) =>
        exception is OperationCanceledException && string.Equals(category, Host, StringComparison.Ordinal);
}
