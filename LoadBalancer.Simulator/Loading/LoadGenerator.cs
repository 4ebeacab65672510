using LoadBalancer.Simulator.Keys;

namespace LoadBalancer.Simulator.Loading;

/// <summary>
/// Sends requests with one worker for each request that may be in flight. In a closed loop, a worker sends the next request as soon as it
/// has the response to the previous one. In an open loop, request i is due at i / rate regardless of the others, and its latency counts
/// from then, so requests that a hanging server delays are measured as late (no coordinated omission).
/// </summary>
internal sealed class LoadGenerator(LoadOptions options, IKeySequence keys, LoadRecorder recorder, TimeProvider timeProvider)
{
    private long _next;
    private long _abandoned;
    private long _began;

    /// <summary>The fraction of the work that is done, 0 to 1.</summary>
    public double Part => Math.Max(
        options.Requests is { } requests ? recorder.Ended / (double)requests : 0,
        options.Duration is { } duration && _began != 0 ? Math.Min(1, Elapsed / duration) : 0);

    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_began);

    /// <summary>Sends all requests, or as many as possible until the token is canceled, and returns the results.</summary>
    public async Task<LoadResult> RunAsync(CancellationToken token)
    {
        using var sender = new RequestSender(options);
        _began = timeProvider.GetTimestamp();
        await Task.WhenAll(
            Enumerable.Range(0, options.Concurrency).Select(_ => Task.Run(() => WorkAsync(sender, token), CancellationToken.None)));
        return recorder.Result(options, Elapsed, _abandoned, token.IsCancellationRequested);
    }

    private async Task WorkAsync(RequestSender sender, CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            var request = Interlocked.Increment(ref _next) - 1;
            var due = options.Rate is { } rate ? TimeSpan.FromSeconds(request / rate) : Elapsed;
            if (request >= options.Requests || due >= options.Duration)
            {
                return;
            }

            await WaitUntilAsync(due, token);
            if (!token.IsCancellationRequested)
            {
                await SendAsync(sender, request, due, token);
            }
        }
    }

    private async Task SendAsync(RequestSender sender, long request, TimeSpan due, CancellationToken token)
    {
        var sent = Elapsed;
        try
        {
            var outcome = await sender.SendAsync(keys.KeyOf(request), token);
            var ended = Elapsed;
            recorder.Record(outcome, ended - (options.Rate is null ? sent : due), ended - sent);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            Interlocked.Increment(ref _abandoned);
        }
    }

    /// <summary>
    /// Waits until a request is due, and never returns early: a request sent early would look faster than it was. Timers have a resolution
    /// of one millisecond.
    /// </summary>
    private async Task WaitUntilAsync(TimeSpan due, CancellationToken token)
    {
        while (due > Elapsed && !token.IsCancellationRequested)
        {
            var wait = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((due - Elapsed).TotalMilliseconds)));
            await Task.Delay(wait, timeProvider, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
