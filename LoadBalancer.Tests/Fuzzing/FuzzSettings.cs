using System.Globalization;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>How long cases are made up and from what: the short form always the same, the long one anew unless told.</summary>
internal static class FuzzSettings
{
    private static readonly int Minutes = Read("LB_FUZZ_MINUTES", 0);

    /// <summary>Decides every case of a run.</summary>
    public static int Seed { get; } = Read("LB_FUZZ_SEED", Minutes > 0 ? Environment.TickCount : 1);

    /// <summary>For how long, if not for a number of cases.</summary>
    public static TimeSpan? Duration { get; } = Minutes > 0 ? TimeSpan.FromMinutes(Minutes) : null;

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
