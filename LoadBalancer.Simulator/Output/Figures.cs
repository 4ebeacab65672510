using System.Globalization;

namespace LoadBalancer.Simulator.Output;

/// <summary>Formats numbers for tables, the same in every culture.</summary>
internal static class Figures
{
    public static string Count(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Percent(double part) => part.ToString("0.00 %", CultureInfo.InvariantCulture);

    public static string Ratio(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Milliseconds(double? number) =>
        number is { } value ? value.ToString(value < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture) : "-";

    public static string Bytes(double number) => number switch
    {
        < 1e4 => string.Create(CultureInfo.InvariantCulture, $"{number:0} B"),
        < 1e7 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e3:0.0} kB"),
        < 1e10 => string.Create(CultureInfo.InvariantCulture, $"{number / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number / 1e9:#,0.0} GB"),
    };
}
