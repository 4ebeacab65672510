using System.Diagnostics;

namespace LoadBalancer.Tests.Support;

/// <summary>Waits until a condition holds. On a timeout, the failure message names the condition.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(string what, Func<bool> condition, TimeSpan within) =>
        TrueAsync(what, () => Task.FromResult(condition()), within);

    public static async Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan within)
    {
        using var timer = new PeriodicTimer(Step);
        var elapsed = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(elapsed.Elapsed < within, $"Not within {within}: {what}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
