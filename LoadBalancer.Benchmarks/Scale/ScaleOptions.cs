using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>The durations and sizes of the measurement.</summary>
/// <param name="Rounds">How often requests are measured with each number of servers.</param>
/// <param name="Seconds">The duration of one run.</param>
internal sealed record ScaleOptions(int Rounds, int Seconds)
{
    /// <summary>The shortest duration of the warm-up, and the steps in which it is extended.</summary>
    public const int WarmUpSeconds = 5;

    /// <summary>The longest duration of the warm-up.</summary>
    public const int LongestWarmUpSeconds = 25;

    /// <summary>The number of requests that the warm-up must serve, unless that takes too long.</summary>
    public const int WarmUpRequests = 100_000;

    /// <summary>
    /// The time until a gateway without requests reaches its steady state: code that runs twice a second is recompiled after 30 runs.
    /// </summary>
    public const int SettleSeconds = 60;

    /// <summary>How long a gateway without requests is observed.</summary>
    public const int IdleSeconds = 6;

    /// <summary>The number of changes: a server leaves and comes back in turn.</summary>
    public const int Changes = 10;

    /// <summary>The number of clients that are connected but idle.</summary>
    public const int IdleConnections = 10_000;

    /// <summary>The number of keys. It is larger than the number of servers, so that nearly all of them are used.</summary>
    public const int Keys = 20_000;

    /// <summary>The numbers of servers to measure with.</summary>
    public static readonly int[] Sizes = [3, 1_000, 10_000];

    /// <summary>Parses the arguments: none, or <c>--rounds N --seconds N</c>.</summary>
    public static bool TryParse(ReadOnlySpan<string> arguments, [NotNullWhen(true)] out ScaleOptions? options)
    {
        options = arguments switch
        {
            [] => new(Rounds: 3, Seconds: 10),
            ["--rounds", var rounds, "--seconds", var seconds] when Positive(rounds) is { } times
                && Positive(seconds) is { } length => new(times, length),
            _ => null,
        };
        return options is not null;
    }

    private static int? Positive(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
