using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>The durations of the measurement.</summary>
/// <param name="Rounds">How often each process is started.</param>
internal sealed record StartOptions(int Rounds)
{
    /// <summary>The duration of the load, which begins when the process reports that it is ready.</summary>
    public const int LoadSeconds = 8;

    /// <summary>The length of the last part of the load, whose median counts as the performance of a warm process.</summary>
    public const int WarmSeconds = 2;

    /// <summary>The length of a window in which requests are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    /// <summary>The interval at which a process is polled until it responds.</summary>
    public static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Parses the arguments: none, or <c>--rounds N</c>.</summary>
    public static bool TryParse(ReadOnlySpan<string> arguments, [NotNullWhen(true)] out StartOptions? options)
    {
        options = arguments switch
        {
            [] => new(Rounds: 3),
            ["--rounds", var rounds] when int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var times)
                && times > 0 => new(times),
            _ => null,
        };
        return options is not null;
    }
}
