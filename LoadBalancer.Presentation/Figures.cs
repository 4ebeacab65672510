using System.Globalization;

namespace LoadBalancer.Presentation;

/// <summary>Writes numbers for people, the same on pages, in reports, and in terminals, in every culture.</summary>
internal static class Figures
{
    /// <summary>The text in place of an absent number.</summary>
    public const string None = "–";

    /// <summary>Writes a whole number with thousands separators.</summary>
    public static string Count(double number) => Text(number, "#,0");

    /// <summary>Writes a number for a small space: 12.3k, 4.56M.</summary>
    public static string Short(double number) => number switch
    {
        >= 1e9 => ThreeDigits(number / 1e9) + "G",
        >= 1e6 => ThreeDigits(number / 1e6) + "M",
        >= 1e4 => ThreeDigits(number / 1e3) + "k",
        >= 100 => Text(number, "#,0"),
        >= 10 or 0 => Text(number, "0.#"),
        _ => Text(number, "0.##"),
    };

    /// <summary>Writes a rate for a column of rates: three digits, with thousands separators.</summary>
    public static string Rate(double number) => number switch
    {
        0 => "0",
        < 0.005 => "<0.01",
        >= 100 => Text(number, "#,0"),
        >= 10 => Text(number, "0.0"),
        _ => Text(number, "0.00"),
    };

    /// <summary>Writes a ratio, such as that of the busiest server to the mean, with three decimals.</summary>
    public static string Ratio(double number) => Text(number, "0.000");

    /// <summary>
    /// Writes a fraction, 0 to 1, as a percentage of at most three digits. A fraction that is not 0 is never shown as 0%, and one that is
    /// below 1 never as 100%.
    /// </summary>
    public static string Percent(double part) => part switch
    {
        0 => "0%",
        > 0 and < 0.00005 => "<0.01%",
        < 0.09995 => Text(part * 100, "0.##") + "%",
        >= 0.9995 and < 1 - 1e-9 => ">99.9%",
        _ => Text(part * 100, "#,0.#") + "%",
    };

    /// <summary>Writes fractions, 0 to 1, for a column with one decimal, as <see cref="Percent(double, int)"/> does.</summary>
    public static IReadOnlyList<string> PercentColumn(IEnumerable<double?> parts) =>
        [.. parts.Select(part => part is { } known ? Percent(known, decimals: 1) : None)];

    /// <summary>Returns the number of decimals for the percentages of a column, so that the greatest has about three digits.</summary>
    public static int PercentDecimals(double greatest) => greatest switch
    {
        >= 0.1 => 1,
        >= 0.01 => 2,
        _ => 3,
    };

    /// <summary>
    /// Writes a fraction, 0 to 1, as a percentage for a column, with the same number of decimals in each row. A fraction that is not 0 is
    /// never shown as 0%, and one that is below 1 never as 100%.
    /// </summary>
    public static string Percent(double part, int decimals)
    {
        var (format, last) = ("0." + new string('0', decimals), Math.Pow(10, -decimals));
        return part switch
        {
            > 0 and var some when some * 100 < last / 2 => $"<{Text(last, format)}%",
            < 1 - 1e-9 and var some when some * 100 >= 100 - (last / 2) => $">{Text(100 - last, format)}%",
            _ => Text(part * 100, "#," + format) + "%",
        };
    }

    /// <summary>Writes the change of a fraction in percentage points: +8.3 pp.</summary>
    public static string PercentagePoints(double change) => Math.Abs(change) < 0.0005
        ? "0 pp"
        : (change * 100).ToString("+0.0;−0.0", CultureInfo.InvariantCulture) + " pp";

    /// <summary>Writes a latency with a unit and two digits, as exactly as the buckets are in which latencies are counted.</summary>
    public static string Latency(TimeSpan? latency) => latency is { } known
        ? TwoDigits(known.TotalMicroseconds) switch
        {
            >= 1e6 and var micros => Text(micros / 1e6, micros < 1e7 ? "0.0" : "#,0") + " s",
            >= 1e3 and var micros => Text(micros / 1e3, micros < 1e4 ? "0.0" : "0") + " ms",
            var micros => Text(micros, "0") + " µs",
        }
        : None;

    /// <summary>Writes a duration that was measured exactly with a unit and three digits: 4.02 ms, 52.9 ms, 5.29 s.</summary>
    public static string Duration(TimeSpan? duration) => duration is { } known
        ? known.TotalMicroseconds switch
        {
            >= 999_500 and var micros => Exact(micros / 1e6) + " s",
            >= 999.5 and var micros => Exact(micros / 1e3) + " ms",
            var micros => Text(micros, "0") + " µs",
        }
        : None;

    /// <summary>Writes a number of milliseconds, with three digits, for a column that names the unit: 4.02, 52.9, 529, 5,290.</summary>
    public static string Milliseconds(double? number) => number is { } known ? Exact(known) : None;

    /// <summary>Writes a number of bytes with a unit and at most three digits: 7.58 kB, 1.31 MB.</summary>
    public static string Bytes(double number) => number switch
    {
        < 999.5 => Text(number, "0") + " B",
        < 999.5e3 => ThreeDigits(number / 1e3) + " kB",
        < 999.5e6 => ThreeDigits(number / 1e6) + " MB",
        < 999.5e9 => ThreeDigits(number / 1e9) + " GB",
        _ => ThreeDigits(number / 1e12) + " TB",
    };

    /// <summary>Writes numbers of bytes for a column that names their unit, which is that of the greatest one.</summary>
    public static (string Unit, IReadOnlyList<string> Texts) BytesColumn(IReadOnlyList<long> numbers)
    {
        var (unit, size) = numbers.DefaultIfEmpty().Max() switch
        {
            < 1_000 => ("B", 1.0),
            < 1_000_000 => ("kB", 1e3),
            < 1_000_000_000 => ("MB", 1e6),
            < 1_000_000_000_000 => ("GB", 1e9),
            _ => ("TB", 1e12),
        };
        return (unit, [.. numbers.Select(number => size == 1 ? Text(number, "0") : Exact(number / size))]);
    }

    /// <summary>Writes a duration with its two largest units.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 1 } => Whole(age.TotalSeconds) + " s",
        { TotalHours: < 1 } => $"{Whole(age.TotalMinutes)} min {Whole(age.Seconds)} s",
        { TotalDays: < 1 } => $"{Whole(age.TotalHours)} h {Whole(age.Minutes)} min",
        _ => $"{Whole(age.TotalDays)} d {Whole(age.Hours)} h",
    };

    /// <summary>Writes a number with three digits: 4.02, 52.9, 529, 5,290.</summary>
    private static string Exact(double number) => number switch
    {
        < 9.995 => Text(number, "0.00"),
        < 99.95 => Text(number, "0.0"),
        _ => Text(Digits(number, 3), "#,0"),
    };

    private static double TwoDigits(double number) => number < 100 ? Math.Round(number) : Digits(number, 2);

    private static double Digits(double number, int digits)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(number)) + 1 - digits));
        return Math.Round(number / unit) * unit;
    }

    private static string ThreeDigits(double number) =>
        Text(number, number switch { >= 99.95 => "#,0", >= 9.995 => "0.#", _ => "0.##" });

    private static string Whole(double number) => Text(Math.Floor(number), "0");

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
