namespace LoadBalancer.Tests.Support;

internal static class CancellationTokens
{
    /// <summary>Waits for nothing but the end, and is cancelled by it.</summary>
    public static async Task EndAsync(this CancellationToken token)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.UnsafeRegister(static (end, token) => ((TaskCompletionSource)end!).TrySetCanceled(token), end);
        await end.Task;
    }
}
