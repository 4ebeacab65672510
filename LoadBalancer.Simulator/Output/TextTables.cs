using LoadBalancer.Simulator.CommandLine;
using Spectre.Console;

namespace LoadBalancer.Simulator.Output;

/// <summary>Writes tables: with lines and colors on a terminal, otherwise as plain columns that other programs can split.</summary>
internal sealed class TextTables
{
    /// <summary>No line of a file or a pipe is broken.</summary>
    private const int PlainWidth = 100_000;

    private static readonly Style Bad = new(Color.Red);

    private readonly IAnsiConsole _console;
    private readonly bool _isTerminal;

    public TextTables(SimulatorConsole console)
    {
        _isTerminal = console.IsTerminal;
        _console = Create(console.Text, console.IsTerminal);
        _console.Profile.Width = console.Width ?? _console.Profile.Width;
    }

    public static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth;
            console.Profile.Capabilities.Unicode = false;
        }

        return console;
    }

    /// <summary>Writes a line of text, without interpreting markup.</summary>
    public void Line(string text) => _console.WriteLine(text);

    /// <summary>Writes a line in the color of warnings.</summary>
    public void Warn(string text) => _console.Write(new Text(text + Environment.NewLine, Bad));

    /// <summary>
    /// Writes a table. On a terminal that is too narrow, names and texts are shortened or broken into lines; if that is not enough, the
    /// columns continue in further tables that begin with the same names. A number is never broken or cut.
    /// </summary>
    /// <param name="heads">
    /// The column headings; a leading <c>&gt;</c> aligns a column of numbers to the right. If all are empty, the table has no headings.
    /// </param>
    /// <param name="rows">The cells, in which markup is not interpreted.</param>
    /// <param name="isBad">Whether a cell, given its row and column, has the color of errors; <see langword="null"/> for none.</param>
    /// <param name="shares">
    /// A share for each row, 0 to 1, which a terminal that is wide enough shows as a bar; <see langword="null"/> for none.
    /// </param>
    public void Table(
        string[] heads, IEnumerable<string[]> rows, Func<string[], int, bool>? isBad = null, IReadOnlyList<double>? shares = null)
    {
        string[][] cellsByRow = [.. rows];
        var layout = TableLayout.For(heads, cellsByRow, _isTerminal ? _console.Profile.Width : int.MaxValue);
        var bars = _isTerminal && layout.Remaining > ShareBar.Length + TableLayout.CellBorder ? shares : null;
        foreach (var columns in layout.Parts)
        {
            _console.Write(Part(heads, cellsByRow, layout.With(columns), isBad, bars));
        }
    }

    private Table Part(
        string[] heads, string[][] rows, TableLayout layout, Func<string[], int, bool>? isBad, IReadOnlyList<double>? bars)
    {
        var table = new Table
        {
            Border = _isTerminal ? TableBorder.Rounded : TableBorder.None,
            UseSafeBorder = true,
            ShowHeaders = heads.Any(head => head.Trim('>').Length > 0),
        };
        var columns = layout.Parts[0];
        foreach (var index in columns)
        {
            var head = new Text(heads[index].TrimStart('>'), new Style(decoration: Decoration.Bold));
            var column = new TableColumn(head) { NoWrap = !layout.IsBroken(index) };
            table.AddColumn(TableLayout.IsNumber(heads[index]) ? column.RightAligned() : column);
        }

        if (bars is not null)
        {
            table.AddColumn(new TableColumn("") { NoWrap = true });
        }

        foreach (var (i, row) in rows.Index())
        {
            var cells = columns.Select(
                index => new Text(layout.Fit(row[index], index), isBad?.Invoke(row, index) == true ? Bad : Style.Plain));
            table.AddRow(bars is null
                ? cells
                : cells.Append(new Text(ShareBar.Of(bars[i], bars.Max(), _console.Profile.Capabilities.Unicode))));
        }

        return table;
    }
}
