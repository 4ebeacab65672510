using System.Globalization;

namespace LoadBalancer.Simulator.CommandLine;

/// <summary>Durations in the notation of the command line: <c>200us</c>, <c>250ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c>.</summary>
internal static class DurationText
{
    public const string Form = "a number with a unit (us, ms, s, m or h), such as 250ms or 1.5s";

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("us", TimeSpan.FromMicroseconds(1)), ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(
                    text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number < TimeSpan.MaxValue / length)
            {
                duration = length * number;
                return true;
            }
        }

        duration = default;
        return false;
    }

    /// <summary>Formats a duration, in the largest unit that gives a whole number.</summary>
    public static string Of(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var (unit, length) = Units.Last(entry => entry.Unit == Units[0].Unit || duration.Ticks % entry.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{duration / length:0.###}{unit}");
    }
}
