using System.Diagnostics.CodeAnalysis;
using LoadBalancer.Gateway.Readiness;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>
/// Warms the gateway up as soon as it listens, then marks it as ready, whatever the result. Has an effect only if requests are relayed.
/// </summary>
internal sealed partial class WarmUpService : BackgroundService
{
    private readonly WarmUpRounds _rounds;
    private readonly WarmUpPlan _plan;
    private readonly WarmUpState _state;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<WarmUpService> _logger;

    public WarmUpService(
        WarmUpRounds rounds, WarmUpPlan plan, WarmUpState state, IHostApplicationLifetime lifetime, TimeProvider timeProvider,
        ILogger<WarmUpService> logger)
    {
        _rounds = rounds;
        _plan = plan;
        _state = state;
        _lifetime = lifetime;
        _timeProvider = timeProvider;
        _logger = logger;
        if (plan.IsWanted)
        {
            _state.Begin();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_plan.IsWanted)
        {
            return;
        }

        try
        {
            await ListeningAsync(stoppingToken);
            await WarmUpAsync(stoppingToken);
        }
        finally
        {
            _state.End();
        }
    }

    private async Task ListeningAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = _lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stoppingToken);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Any failure is logged, and the gateway serves without the warm-up.")]
    private async Task WarmUpAsync(CancellationToken stoppingToken)
    {
        LogStarted(_plan.Longest);
        var began = _timeProvider.GetTimestamp();
        using var timeout = new CancellationTokenSource(_plan.Longest, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        try
        {
            await _rounds.RunAsync(either.Token);
            LogDone(_rounds.Requests, _timeProvider.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping, and the result is no longer needed.
        }
        catch (OperationCanceledException) when (_rounds.Requests > 0)
        {
            LogDone(_rounds.Requests, _timeProvider.GetElapsedTime(began));
        }
        catch (Exception exception)
        {
            LogFailed(exception is OperationCanceledException ? "no round of requests completed in time." : exception.Message);
        }
    }

    [LoggerMessage(3901, LogLevel.Information, "Warming up for at most {Longest}")]
    private partial void LogStarted(TimeSpan longest);

    [LoggerMessage(3902, LogLevel.Information, "Warmed up with {Requests} requests in {Elapsed}")]
    private partial void LogDone(int requests, TimeSpan elapsed);

    [LoggerMessage(3903, LogLevel.Warning, "The warm-up failed; the gateway is ready anyway: {Reason}")]
    private partial void LogFailed(string reason);
}
