using LoadBalancer.Simulator.CommandLine;
using Spectre.Console;

namespace LoadBalancer.Simulator.Output;

/// <summary>Shows the progress of an operation on standard error if that is a terminal; otherwise does nothing.</summary>
internal static class ProgressBar
{
    private const string Unnamed = "working";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the operation, which continues whether or not its progress can be shown.</summary>
    /// <param name="console">The console on which to show the progress.</param>
    /// <param name="work">The operation, which has already begun.</param>
    /// <param name="look">Returns the fraction that is done, 0 to 1, and a short description.</param>
    /// <param name="timeProvider">The clock.</param>
    public static async Task<T> WatchAsync<T>(
        SimulatorConsole console, Task<T> work, Func<(double Part, string Words)> look, TimeProvider timeProvider)
    {
        if (!console.ShowsProgress)
        {
            return await work;
        }

        var terminal = TextTables.Create(console.Error, isTerminal: true);
        await terminal.Progress().HideCompleted(enabled: true).AutoClear(enabled: true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(context => ShowAsync(context, work, look, timeProvider));
        return await work;
    }

    private static async Task ShowAsync(
        ProgressContext context, Task work, Func<(double Part, string Words)> look, TimeProvider timeProvider)
    {
        using var timer = new PeriodicTimer(Step, timeProvider);
        var bar = context.AddTask(Unnamed, maxValue: 1);
        while (!work.IsCompleted)
        {
            var (part, words) = look();
            bar.Value = part;
            bar.Description = words.Length > 0 ? Markup.Escape(words) : Unnamed;

            // The timer of the progress bar may not fire before short work is done.
            context.Refresh();
            await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask());
        }
    }
}
