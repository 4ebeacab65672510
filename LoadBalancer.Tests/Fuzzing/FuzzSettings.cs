using System.Globalization;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>
/// How long a run generates cases, and from which seed: the short form always uses the same one, the long one a new one by default.
/// </summary>
internal static class FuzzSettings
{
    private static readonly int Minutes = Read("LB_FUZZ_MINUTES", 0);

    /// <summary>The seed that determines every case of a run.</summary>
    public static int Seed { get; } = Read("LB_FUZZ_SEED", Minutes > 0 ? Environment.TickCount : 1);

    /// <summary>The duration of the run, or <see langword="null"/> to run a number of cases.</summary>
    public static TimeSpan? Duration { get; } = Minutes > 0 ? TimeSpan.FromMinutes(Minutes) : null;

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
