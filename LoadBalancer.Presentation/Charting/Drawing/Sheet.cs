using System.Collections.Immutable;

namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>Charts below each other on a sheet of a fixed width, for a file.</summary>
/// <param name="Pictures">The pictures, each with the distance of its top from that of the sheet.</param>
/// <param name="Height">The height of the sheet, in pixels.</param>
internal sealed record Sheet(ImmutableArray<(double Top, Picture Picture)> Pictures, double Height)
{
    /// <summary>The width of a sheet, in pixels.</summary>
    public const double Width = 1_000;

    /// <summary>The room around the charts, in pixels.</summary>
    public const double Margin = 28;

    /// <summary>The width of the charts, in pixels.</summary>
    public const double Inner = Width - (2 * Margin);

    private const double LineHeight = 20;
    private const double Gap = 22;
    private const double FontSize = 12;
    private const double TitleSize = 20;
    private const double SwatchWidth = 18;
    private const double NoteSize = 11;
    private const double NoteHeight = 15;

    /// <summary>Arranges charts below a title.</summary>
    /// <param name="title">The title.</param>
    /// <param name="notes">The lines below the title.</param>
    /// <param name="charts">The charts, from top to bottom.</param>
    /// <param name="figures">The figures between the notes and the charts; <see langword="null"/> for none.</param>
    public static Sheet Of(string title, IReadOnlyList<string> notes, IEnumerable<Chart> charts, IReadOnlyList<SheetFigure>? figures = null)
    {
        var (pictures, top) = (ImmutableArray.CreateBuilder<(double, Picture)>(), Margin - 4);
        foreach (var line in Wrap(title, TitleSize, Inner))
        {
            Add(new(0, 28, [Text("title", 0, 20, line)]));
        }

        foreach (var note in notes.SelectMany(note => Wrap(note, FontSize, Inner)))
        {
            Add(new(0, LineHeight, [Text("note", 0, 13, note)]));
        }

        if (figures is { Count: > 0 })
        {
            top += Gap / 2;
            Add(RowOf(figures));
        }

        foreach (var chart in charts)
        {
            top += Gap;
            Add(new(0, LineHeight, [Text("heading", 0, 12, chart.Title), .. NoteOf(chart)]));
            foreach (var line in LegendOf(chart.Legend))
            {
                Add(line);
            }

            Add(chart.Picture);
        }

        return new(pictures.ToImmutable(), top + Margin - 8);

        void Add(Picture picture)
        {
            pictures.Add((top, picture));
            top += picture.Height;
        }
    }

    /// <summary>Breaks a text into lines, between words if it has any.</summary>
    private static IEnumerable<string> Wrap(string text, double fontSize, double width)
    {
        while (TextWidth.Of(text, fontSize) > width)
        {
            var fits = Enumerable.Range(1, text.Length - 1).TakeWhile(length => TextWidth.Of(text[..length], fontSize) <= width).Last();
            var space = text.LastIndexOf(' ', fits);
            yield return space > 0 ? text[..space] : text[..fits];
            text = space > 0 ? text[(space + 1)..] : text[fits..];
        }

        yield return text;
    }

    /// <summary>Draws figures side by side, each with its name above it and its note below it.</summary>
    private static Picture RowOf(IReadOnlyList<SheetFigure> figures)
    {
        var width = Inner / figures.Count;
        var notes = figures.Select(figure => Wrap(figure.Note, NoteSize, width - 12).ToArray()).ToArray();
        return new(
            0,
            44 + (notes.Max(lines => lines.Length) * NoteHeight),
            [
                new LineShape("grid", 0, 0, 1, 0),
                .. figures.SelectMany((figure, i) => new Shape[]
                {
                    Text("note", i * width, 18, figure.Name),
                    Text(figure.IsBad ? "figure-value bad" : "figure-value", i * width, 39, figure.Value),
                }.Concat(notes[i].Select((line, row) => Text("axis", i * width, 54 + (row * NoteHeight), line)))),
            ]);
    }

    private static TextShape Text(string style, double x, double y, string text) =>
        new(style, 0, x, y, text, TextAnchor.Start);

    private static IEnumerable<Shape> NoteOf(Chart chart) =>
        chart.Note.Length == 0 ? [] : [Text("note", TextWidth.Of(chart.Title, FontSize + 2) + 10, 12, chart.Note)];

    private static IEnumerable<Picture> LegendOf(ImmutableArray<LegendItem> legend)
    {
        var (line, x) = (new List<Shape>(), 0.0);
        foreach (var item in legend)
        {
            var text = item.Value is { } value ? $"{item.Name}  {value}" : item.Name;
            var swatch = item.Class.Length == 0 ? 0 : SwatchWidth + 6;
            var width = swatch + TextWidth.Of(text, FontSize) + 12;
            if (x > 0 && x + width > Inner)
            {
                yield return new(0, LineHeight, [.. line]);
                (line, x) = ([], 0);
            }

            if (swatch > 0)
            {
                line.Add(item.IsLine
                    ? new LineShape(item.Class, x / Inner, 8, (x + SwatchWidth) / Inner, 8)
                    : new RectShape($"swatch-area {item.Class}", (x + 6) / Inner, 3, 10 / Inner, 10));
            }

            line.Add(Text("note", x + swatch, 12, text));
            x += width;
        }

        if (line.Count > 0)
        {
            yield return new(0, LineHeight, [.. line]);
        }
    }
}
