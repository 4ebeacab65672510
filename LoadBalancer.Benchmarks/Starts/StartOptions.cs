using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>How long it takes.</summary>
/// <param name="Rounds">How often everything is started.</param>
internal sealed record StartOptions(int Rounds)
{
    /// <summary>Load, from when the process says that it is ready.</summary>
    public const int LoadSeconds = 8;

    /// <summary>The last windows, whose median is taken for what the process can do when it is warm.</summary>
    public const int WarmSeconds = 2;

    /// <summary>How often it is looked what was answered.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    /// <summary>How often it is asked whether the process answers yet.</summary>
    public static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Nothing, or <c>--rounds N</c>.</summary>
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
