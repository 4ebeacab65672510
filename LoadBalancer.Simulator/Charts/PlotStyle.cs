using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace LoadBalancer.Simulator.Charts;

/// <summary>The common style of all charts.</summary>
internal static class PlotStyle
{
    /// <summary>Colors that color-blind readers can tell apart (Okabe and Ito); further series are gray.</summary>
    private static readonly Color[] Colors =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#E69F00"), Color.FromHex("#009E73"), Color.FromHex("#D55E00"),
        Color.FromHex("#56B4E9"), Color.FromHex("#CC79A7"), Color.FromHex("#B8A800"), Color.FromHex("#6A3D9A"),
    ];

    public static Color Bad { get; } = Color.FromHex("#C1272D");

    public static Color Muted { get; } = Color.FromHex("#9AA3AE");

    public static Color ColorOf(int place) => place < Colors.Length ? Colors[place] : Muted;

    public static int MostColors => Colors.Length;

    /// <summary>Creates an empty plot with a title and axis labels.</summary>
    public static Plot Create(string title, string left, string bottom)
    {
        InterFont.Use();
        var plot = new Plot();
        plot.Font.Set(InterFont.Family);
        plot.Title(title, size: 17);
        plot.YLabel(left, size: 13);
        plot.XLabel(bottom, size: 13);
        plot.Grid.MajorLineColor = Color.FromHex("#E6E9ED");
        plot.Axes.Frame(enable: true);
        plot.Axes.Color(Color.FromHex("#3A4350"));
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = Short };
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = Short };
        return plot;
    }

    /// <summary>Labels the horizontal axis with names instead of numbers. If there are many names, only some of them are shown.</summary>
    public static void Name(Plot plot, IReadOnlyList<string> names)
    {
        const int MostNames = 24;
        const int LongestName = 18;
        const int MostCharacters = 120;
        var step = Math.Max(1, (names.Count + MostNames - 1) / MostNames);
        var places = Enumerable.Range(0, names.Count).Where(place => place % step == 0).ToArray();
        string[] shown = [.. places.Select(place => Cut(names[place], LongestName))];
        plot.Axes.Bottom.SetTicks([.. places.Select(place => (double)place)], shown);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        if (shown.Sum(name => name.Length + 1) > MostCharacters)
        {
            plot.Axes.Bottom.TickLabelStyle.Rotation = -35;
            plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
            plot.Axes.Bottom.MinimumSize = 90;
        }
    }

    public static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");

    /// <summary>Formats a number briefly: 12,000 as 12k, and small fractions with up to five decimals.</summary>
    public static string Short(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e9 => (value / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + "G",
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        >= 1 => value.ToString("#,0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.#####", CultureInfo.InvariantCulture),
    };
}
