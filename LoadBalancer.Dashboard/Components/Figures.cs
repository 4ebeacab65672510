using System.Globalization;

namespace LoadBalancer.Dashboard.Components;

/// <summary>Formats numbers for humans.</summary>
internal static class Figures
{
    /// <summary>The text in place of an absent number.</summary>
    public const string None = "–";

    /// <summary>Formats a whole number with thousands separators.</summary>
    public static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Formats a number for a small space: 12.3 k, 4.56 M.</summary>
    public static string Short(double number) => number switch
    {
        >= 1e9 => Trimmed(number / 1e9) + " G",
        >= 1e6 => Trimmed(number / 1e6) + " M",
        >= 1e4 => Trimmed(number / 1e3) + " k",
        >= 100 => number.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 or 0 => number.ToString("0.#", CultureInfo.InvariantCulture),
        _ => number.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>Formats a rate for a column of rates: three digits, with thousands separators.</summary>
    public static string Rate(double number) => number == 0 ? "0" : number < 0.005 ? "< 0.01" : Significant(number);

    /// <summary>Formats a fraction, 0 to 1, as a percentage; a fraction that is not 0 is never shown as 0.</summary>
    public static string Percent(double part) => part switch
    {
        0 => "0 %",
        < 0.0005 => "< 0.1 %",
        _ => (part * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %",
    };

    /// <summary>Formats the change of a fraction, in percent of the whole.</summary>
    public static string Change(double part) => Math.Abs(part) < 0.0005
        ? "±0.0"
        : (part * 100).ToString("+0.0;−0.0", CultureInfo.InvariantCulture);

    /// <summary>Formats a latency: three digits and a unit.</summary>
    public static string Latency(TimeSpan? duration) => duration switch
    {
        null => None,
        { TotalMilliseconds: < 1 } brief => brief.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture) + " µs",
        { TotalSeconds: < 1 } middle => Significant(middle.TotalMilliseconds) + " ms",
        { } lasting => Significant(lasting.TotalSeconds) + " s",
    };

    /// <summary>Formats a duration with its two largest units.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 1 } => Whole(age.TotalSeconds) + " s",
        { TotalHours: < 1 } => $"{Whole(age.TotalMinutes)} min {age.Seconds} s",
        { TotalDays: < 1 } => $"{Whole(age.TotalHours)} h {age.Minutes} min",
        _ => $"{Whole(age.TotalDays)} d {age.Hours} h",
    };

    private static string Trimmed(double number) => number.ToString(
        number switch { >= 100 => "0", >= 10 => "0.#", _ => "0.##" }, CultureInfo.InvariantCulture);

    private static string Significant(double number) => number.ToString(
        number switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);

    private static string Whole(double number) => Math.Floor(number).ToString("0", CultureInfo.InvariantCulture);
}
