using Microsoft.Extensions.Logging;

namespace LoadBalancer.AppHost.Output;

/// <summary>Writes the AppHost's own log as plain lines: its own messages as they are, Aspire's with their level.</summary>
/// <param name="category">Whose log it is.</param>
/// <param name="output">The console.</param>
/// <param name="hasStackTraces">Whether exceptions are written whole; otherwise Aspire's are their message.</param>
internal sealed class ConsoleOutputLogger(string category, IConsoleOutput output, bool hasStackTraces) : ILogger
{
    /// <summary>
    /// Where Aspire follows the output of a resource: once its orchestrator is gone, one error for each, and none of them says why.
    /// <see cref="Exits.OrchestratorWatch"/> does.
    /// </summary>
    private static readonly string[] LogStreams =
    [
        "Error streaming logs for ",
        "Error flushing current logs for ",
        "Unexpected error happened when capturing logs for ",
    ];

    /// <summary>
    /// Where the host says that its start has failed, also where it was only interrupted by a stop that somebody asked for.
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
