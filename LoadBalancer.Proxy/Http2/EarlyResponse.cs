namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Ends a response that is complete before its request. Kestrel then sends RST_STREAM(NO_ERROR) (RFC 9113 §8.1), and clients that receive
/// it together with the response, such as curl 7.88, discard the response. So the reset waits until the client has reacted, for a short
/// time.
/// </summary>
internal static class EarlyResponse
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends the end of the response, and waits until the client resets the stream or the time is over.</summary>
    public static async Task EndAsync(HttpContext context, TimeProvider timeProvider)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        await context.Response.CompleteAsync();
        await Task.Delay(Wait, timeProvider, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
