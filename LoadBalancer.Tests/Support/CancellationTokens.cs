namespace LoadBalancer.Tests.Support;

internal static class CancellationTokens
{
    /// <summary>Waits until the token is canceled, then throws <see cref="OperationCanceledException"/>.</summary>
    public static async Task EndAsync(this CancellationToken token)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.UnsafeRegister(static (end, token) => ((TaskCompletionSource)end!).TrySetCanceled(token), end);
        await end.Task;
    }
}
