using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>
/// Writes waiting lines ten times a second, and the rest at shutdown. Lines that cannot be written are kept and retried, so lines are lost
/// only when the buffer is full.
/// </summary>
internal sealed partial class RequestLogWriter(
    RequestLogLines lines, IOptions<RequestLogOptions> options, TimeProvider timeProvider, ILogger<RequestLogWriter> logger)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private const int BatchBytes = 128 * 1024;

    /// <summary>A limit on the batches per pass, so that problems are reported however much is logged.</summary>
    private const int MostBatches = 1_000;

    private byte[] _batch = [];
    private int _count;
    private int _batchLines;
    private long _droppedLogged;
    private DateTimeOffset _triesAgain;
    private DateTimeOffset _nextDroppedLog;
    private DateTimeOffset _nextFailureLog;
    private bool _fails;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (lines.Buffer is not { } buffer)
        {
            return;
        }

        _batch = new byte[BatchBytes];
        using var file = new RequestLogFile(options.Value, timeProvider);
        using var timer = new PeriodicTimer(Interval, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (timeProvider.GetUtcNow() >= _triesAgain)
                {
                    Write(buffer, file);
                }

                LogDroppedIfDue(buffer.Dropped, timeProvider.GetUtcNow() >= _nextDroppedLog);
            }
        }
        finally
        {
            Write(buffer, file);
            LogDroppedIfDue(buffer.Dropped + CountLeft(buffer), isTime: true);
        }
    }

    private void Write(RequestLogBuffer buffer, RequestLogFile file)
    {
        for (var i = 0; i < MostBatches && Fill(buffer); i++)
        {
            try
            {
                file.Write(_batch.AsSpan(0, _count));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogFailureIfDue(file, exception.Message);
                return;
            }

            _count = _batchLines = 0;
            LogSuccessIfDue(file);
        }
    }

    /// <returns>Whether there are lines to write.</returns>
    private bool Fill(RequestLogBuffer buffer)
    {
        if (_count == 0)
        {
            if (buffer.NextLength > _batch.Length)
            {
                _batch = new byte[buffer.NextLength];
            }

            _count = buffer.Take(_batch, out _batchLines);
        }

        return _count > 0;
    }

    private long CountLeft(RequestLogBuffer buffer)
    {
        var left = 0L;
        while (Fill(buffer))
        {
            left += _batchLines;
            _count = 0;
        }

        return left;
    }

    private void LogFailureIfDue(RequestLogFile file, string reason)
    {
        var now = timeProvider.GetUtcNow();
        _fails = true;
        _triesAgain = now + Pause;
        if (now >= _nextFailureLog)
        {
            _nextFailureLog = now + LogInterval;
            LogFailed(file.FullPath, reason);
        }
    }

    private void LogSuccessIfDue(RequestLogFile file)
    {
        if (_fails)
        {
            _fails = false;
            _nextFailureLog = default;
            LogWritesAgain(file.FullPath);
        }

        var now = timeProvider.GetUtcNow();
        if (file.RollFailure is { } reason && now >= _nextFailureLog)
        {
            _nextFailureLog = now + LogInterval;
            LogNotRolled(file.FullPath, reason);
        }
    }

    private void LogDroppedIfDue(long dropped, bool isTime)
    {
        if (isTime && dropped > _droppedLogged)
        {
            LogDropped(dropped - _droppedLogged, dropped);
            _droppedLogged = dropped;
            _nextDroppedLog = timeProvider.GetUtcNow() + LogInterval;
        }
    }

    [LoggerMessage(3801, LogLevel.Warning, "Dropped {Count} lines of the request log: writing could not keep up ({Total} since the start)")]
    private partial void LogDropped(long count, long total);

    [LoggerMessage(3802, LogLevel.Error, "The request log {Path} cannot be written; retrying each second: {Reason}")]
    private partial void LogFailed(string path, string reason);

    [LoggerMessage(3803, LogLevel.Information, "The request log {Path} is being written again")]
    private partial void LogWritesAgain(string path);

    [LoggerMessage(3804, LogLevel.Warning, "The request log {Path} could not be rolled; retrying each minute: {Reason}")]
    private partial void LogNotRolled(string path, string reason);
}
