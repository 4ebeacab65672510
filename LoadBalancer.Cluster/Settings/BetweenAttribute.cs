using System.Globalization;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Validates that a number or a duration is within a range. Both ends are allowed unless specified otherwise.</summary>
public sealed class BetweenAttribute : SettingAttribute
{
    private readonly Func<object, double> _toNumber;
    private readonly double _least;
    private readonly double _most;
    private readonly string _unit = "";

    /// <summary>A range of numbers.</summary>
    public BetweenAttribute(double least, double most)
    {
        _least = least;
        _most = most;
        _toNumber = value => Convert.ToDouble(value, CultureInfo.InvariantCulture);
        Least = Text(least);
        Most = Text(most);
    }

    /// <summary>A range of durations, each as <c>hours:minutes:seconds</c> or <c>days.hours:minutes:seconds</c>.</summary>
    public BetweenAttribute(string least, string most)
    {
        var (shortest, longest) = (TimeSpan.Parse(least, CultureInfo.InvariantCulture), TimeSpan.Parse(most, CultureInfo.InvariantCulture));
        _least = shortest.Ticks;
        _most = longest.Ticks;
        _toNumber = value => ((TimeSpan)value).Ticks;
        Least = shortest.ToString();
        Most = longest.ToString();
        _unit = " (days.hours:minutes:seconds)";
    }

    /// <summary>The least allowed value.</summary>
    public string Least { get; }

    /// <summary>The greatest allowed value.</summary>
    public string Most { get; }

    /// <summary>Whether 0 is also allowed and disables the feature.</summary>
    public bool ZeroIsOff { get; init; }

    /// <summary>Whether the least value itself is not allowed.</summary>
    public bool LeastIsExclusive { get; init; }

    /// <inheritdoc/>
    public override string Allowed =>
        $"{(ZeroIsOff ? "0 (off) or " : "")}{(LeastIsExclusive ? $"more than {Least}, to {Most}" : $"{Least} to {Most}")}{_unit}";

    /// <inheritdoc/>
    protected override bool Allows(object value)
    {
        var number = _toNumber(value);
        return (ZeroIsOff && number == 0) || (number <= _most && (LeastIsExclusive ? number > _least : number >= _least));
    }

    private static string Text(double value) => double.IsInteger(value)
        ? ((long)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);
}
