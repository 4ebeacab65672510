using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>How long it takes.</summary>
/// <param name="Rounds">How often requests are measured with each number of servers.</param>
/// <param name="Seconds">One run.</param>
internal sealed record ScaleOptions(int Rounds, int Seconds)
{
    /// <summary>The least time of warming up, in steps of which it goes on.</summary>
    public const int WarmUpSeconds = 5;

    /// <summary>The most time of warming up.</summary>
    public const int LongestWarmUpSeconds = 25;

    /// <summary>Requests that must have been answered then, unless that takes too long.</summary>
    public const int WarmUpRequests = 100_000;

    /// <summary>
    /// Until a gateway without requests does only what it goes on doing: what runs twice a second is compiled anew after 30 times.
    /// </summary>
    public const int SettleSeconds = 60;

    /// <summary>How long a gateway without requests is watched.</summary>
    public const int IdleSeconds = 6;

    /// <summary>Servers that leave and come back, one after the other.</summary>
    public const int Changes = 10;

    /// <summary>Clients that are connected and say nothing.</summary>
    public const int IdleConnections = 10_000;

    /// <summary>More than there are servers, so that nearly all of them are used.</summary>
    public const int Keys = 20_000;

    /// <summary>The numbers of servers.</summary>
    public static readonly int[] Sizes = [3, 1_000, 10_000];

    /// <summary>Nothing, or <c>--rounds N --seconds N</c>.</summary>
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
