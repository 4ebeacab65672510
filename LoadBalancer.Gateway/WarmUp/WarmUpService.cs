using System.Diagnostics.CodeAnalysis;
using LoadBalancer.Gateway.Readiness;
using LoadBalancer.Proxy.Exchange;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>
/// Warms the gateway up as soon as it listens, then marks it as ready, whatever the result. Has an effect only if requests are relayed.
/// </summary>
internal sealed partial class WarmUpService : BackgroundService
{
    private readonly IServiceCollection _services;
    private readonly CompiledMethods _compiled;
    private readonly WarmUpState _state;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<WarmUpService> _logger;
    private readonly TimeSpan _longest;
    private readonly bool _isWanted;

    public WarmUpService(
        IServiceCollection services, CompiledMethods compiled, WarmUpState state, RelayRules relay, IHostApplicationLifetime lifetime,
        IOptions<WarmUpOptions> options, TimeProvider timeProvider, ILogger<WarmUpService> logger)
    {
        _services = services;
        _compiled = compiled;
        _state = state;
        _lifetime = lifetime;
        _timeProvider = timeProvider;
        _logger = logger;
        _longest = options.Value.WarmUp;
        _isWanted = _longest > TimeSpan.Zero && relay.IsOn;
        if (_isWanted)
        {
            _state.Begin();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_isWanted)
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

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is, it is told, and the gateway serves all the same.")]
    private async Task WarmUpAsync(CancellationToken stoppingToken)
    {
        LogStarted(_longest);
        var began = _timeProvider.GetTimestamp();
        using var timeout = new CancellationTokenSource(_longest, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        var rounds = new WarmUpRounds(_services, _compiled, _timeProvider);
        try
        {
            await rounds.RunAsync(either.Token);
            LogDone(rounds.Requests, _timeProvider.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping, and the result is no longer needed.
        }
        catch (OperationCanceledException) when (rounds.Requests > 0)
        {
            LogDone(rounds.Requests, _timeProvider.GetElapsedTime(began));
        }
        catch (Exception exception)
        {
            LogFailed(exception is OperationCanceledException ? "no round of requests came through in time." : exception.Message);
        }
    }

    [LoggerMessage(3901, LogLevel.Information, "Warming up for at most {Longest}")]
    private partial void LogStarted(TimeSpan longest);

    [LoggerMessage(3902, LogLevel.Information, "Warmed up with {Requests} requests in {Elapsed}")]
    private partial void LogDone(int requests, TimeSpan elapsed);

    [LoggerMessage(3903, LogLevel.Warning, "The warm-up failed; the gateway is ready nevertheless: {Reason}")]
    private partial void LogFailed(string reason);
}
