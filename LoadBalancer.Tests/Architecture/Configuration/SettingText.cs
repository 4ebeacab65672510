using System.Collections;
using System.Globalization;
using System.Reflection;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Tests.Architecture.Configuration;

/// <summary>Formats the values and rules of settings for the documentation.</summary>
internal static class SettingText
{
    private static readonly (TimeSpan Unit, string One, string Many)[] Units =
    [
        (TimeSpan.FromDays(1), "day", "days"), (TimeSpan.FromHours(1), "h", "h"), (TimeSpan.FromMinutes(1), "min", "min"),
        (TimeSpan.FromSeconds(1), "s", "s"), (TimeSpan.FromMilliseconds(1), "ms", "ms"),
    ];

    /// <summary>Returns the default of a setting.</summary>
    public static string DefaultOf(PropertyInfo property, object? value) => value switch
    {
        null => "none",
        0 or 0L or 0.0 when RuleOf(property) is { ZeroIsOff: true } => "0 (off)",
        TimeSpan zero when zero == TimeSpan.Zero => "0 (off)",
        TimeSpan duration => Duration(duration),
        bool flag => flag ? "`true`" : "`false`",
        Enum or string => $"`{value}`",
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(entry => DefaultOf(property, entry))),
        IFormattable number => Number(number),
        _ => throw new ArgumentException($"{property.Name}: {value.GetType()}", nameof(value)),
    };

    /// <summary>Returns the values that a setting allows.</summary>
    public static string AllowedOf(PropertyInfo property)
    {
        var element = property.PropertyType.GetElementType();
        var type = element ?? Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var one = property.GetCustomAttribute<SettingAttribute>() switch
        {
            BetweenAttribute range => RangeOf(range, type),
            { } rule => rule.Allowed.Replace("one of ", "", StringComparison.Ordinal),
            null => type == typeof(bool) ? "`true`, `false`" : "",
        };
        var entries = property.GetCustomAttribute<EntriesAttribute>() is { } count ? $"{count.Allowed} entries" : "";
        return string.Join("; ", new[] { one, entries }.Where(part => part.Length > 0));
    }

    private static BetweenAttribute? RuleOf(PropertyInfo property) => property.GetCustomAttribute<BetweenAttribute>();

    private static string RangeOf(BetweenAttribute range, Type type)
    {
        Func<string, string> show = type == typeof(TimeSpan)
            ? text => Duration(TimeSpan.Parse(text, CultureInfo.InvariantCulture))
            : text => Number(decimal.Parse(text, CultureInfo.InvariantCulture));
        var (least, most) = (show(range.Least), show(range.Most));
        return (range.ZeroIsOff ? "0 (off), " : "") + (range.LeastIsExclusive ? $"more than {least}, to {most}" : $"{least} to {most}");
    }

    private static string Duration(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0";
        }

        var (unit, one, many) = Units.First(unit => duration.Ticks % unit.Unit.Ticks == 0);
        var count = duration.Ticks / unit.Ticks;
        return $"{Number(count)} {(count == 1 ? one : many)}";
    }

    private static string Number(IFormattable number) => number.ToString("#,0.###", CultureInfo.InvariantCulture);
}
