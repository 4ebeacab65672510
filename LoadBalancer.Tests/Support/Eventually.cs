using System.Diagnostics;

namespace LoadBalancer.Tests.Support;

/// <summary>Waits for a condition, not for the clock; says which one did not come about.</summary>
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
