using System.Collections.Immutable;
using LoadBalancer.Presentation;
using Spectre.Console.Rendering;

namespace LoadBalancer.Simulator.Output;

/// <summary>How a table fits into a width. The first column has names, the others have numbers or texts.</summary>
internal sealed record TableLayout
{
    /// <summary>The characters between the texts of two cells.</summary>
    public const int CellBorder = 3;

    private const int LeastName = 16;
    private const int LeastText = 20;

    /// <summary>The width of each column.</summary>
    private readonly ImmutableArray<int> _widths;

    private readonly ImmutableArray<bool> _isBroken;

    private TableLayout(ImmutableArray<int> widths, ImmutableArray<bool> isBroken, ImmutableArray<ImmutableArray<int>> parts, int remaining)
    {
        (_widths, _isBroken, Parts, Remaining) = (widths, isBroken, parts, remaining);
    }

    /// <summary>The columns of each table, which are several if one is too wide; each begins with the first column.</summary>
    public ImmutableArray<ImmutableArray<int>> Parts { get; private init; }

    /// <summary>The characters that remain beside the table; 0 if there are several tables.</summary>
    public int Remaining { get; }

    public static bool IsNumber(string head) => head.StartsWith('>');

    /// <summary>Returns the layout of a table that is at most as wide as given.</summary>
    public static TableLayout For(string[] heads, string[][] rows, int width)
    {
        int[] widths =
        [
            .. heads.Select((head, column) => rows.Select(row => WidthOf(row[column])).Append(WidthOf(head.TrimStart('>'))).Max()),
        ];
        var isBroken = new bool[heads.Length];
        var excess = Sum(widths) - width;
        for (var column = heads.Length - 1; column >= 0 && excess > 0; column--)
        {
            var least = column == 0 ? LeastName : LeastText;
            if ((column == 0 || !IsNumber(heads[column])) && widths[column] > least)
            {
                var narrow = Math.Max(least, widths[column] - excess);
                excess -= widths[column] - narrow;
                (widths[column], isBroken[column]) = (narrow, column > 0);
            }
        }

        return excess <= 0
            ? new([.. widths], [.. isBroken], [[.. Enumerable.Range(0, heads.Length)]], -excess)
            : new([.. widths], [.. isBroken], Split(widths, width), 0);
    }

    /// <summary>Returns the layout of one of the tables.</summary>
    public TableLayout With(ImmutableArray<int> columns) => this with { Parts = [columns] };

    /// <summary>Whether the texts of a column are broken into lines.</summary>
    public bool IsBroken(int column) => _isBroken[column];

    /// <summary>Returns the text of a cell, which is shortened in the middle if it is a name.</summary>
    public string Fit(string text, int column) => column == 0 ? VisibleText.Shorten(text, _widths[column]) : text;

    private static ImmutableArray<ImmutableArray<int>> Split(int[] widths, int width)
    {
        var (parts, part) = (new List<ImmutableArray<int>>(), new List<int> { 0 });
        for (var column = 1; column < widths.Length; column++)
        {
            if (part.Count > 1 && Sum(part.Append(column).Select(one => widths[one])) > width)
            {
                parts.Add([.. part]);
                part = [0];
            }

            part.Add(column);
        }

        return [.. parts, [.. part]];
    }

    private static int Sum(IEnumerable<int> widths) => widths.Sum(width => width + CellBorder) + 1;

    private static int WidthOf(string text) => new Segment(text).CellCount();
}
