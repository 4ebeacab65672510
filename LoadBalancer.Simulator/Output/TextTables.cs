using LoadBalancer.Simulator.CommandLine;
using Spectre.Console;

namespace LoadBalancer.Simulator.Output;

/// <summary>Writes tables: with lines and colors on a terminal, otherwise as plain columns that other programs can split.</summary>
internal sealed class TextTables
{
    private const int PlainWidth = 200;

    /// <summary>The characters between the texts of two cells.</summary>
    private const int CellBorder = 3;

    private static readonly Style Bad = new(Color.Red);

    private readonly IAnsiConsole _console;
    private readonly bool _isTerminal;

    public TextTables(SimulatorConsole console)
    {
        _isTerminal = console.IsTerminal;
        _console = Create(console.Text, console.IsTerminal);
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

    /// <summary>Writes a table.</summary>
    /// <param name="heads">The column headings; a leading <c>&gt;</c> aligns a column to the right.</param>
    /// <param name="rows">The cells, in which markup is not interpreted.</param>
    /// <param name="isBad">Whether a cell, given its row and column, has the color of failures; <see langword="null"/> for none.</param>
    /// <param name="shares">
    /// A share for each row, 0 to 1, which a terminal that is wide enough shows as a bar; <see langword="null"/> for none.
    /// </param>
    public void Table(
        string[] heads, IEnumerable<string[]> rows, Func<string[], int, bool>? isBad = null, IReadOnlyList<double>? shares = null)
    {
        string[][] cellsByRow = [.. rows];
        var bars = _isTerminal && HasRoomForBars(heads, cellsByRow) ? shares : null;
        var table = new Table { Border = _isTerminal ? TableBorder.Rounded : TableBorder.None, UseSafeBorder = true };
        foreach (var head in heads)
        {
            var right = head.StartsWith('>');
            var column = new TableColumn(new Text(right ? head[1..] : head, new Style(decoration: Decoration.Bold))) { NoWrap = true };
            table.AddColumn(right ? column.RightAligned() : column);
        }

        if (bars is not null)
        {
            table.AddColumn(new TableColumn("") { NoWrap = true });
        }

        foreach (var (i, row) in cellsByRow.Index())
        {
            var cells = row.Select((cell, column) => new Text(cell, isBad?.Invoke(row, column) == true ? Bad : Style.Plain));
            table.AddRow(bars is null
                ? cells
                : cells.Append(new Text(ShareBar.Of(bars[i], bars.Max(), _console.Profile.Capabilities.Unicode))));
        }

        _console.Write(table);
    }

    private bool HasRoomForBars(string[] heads, string[][] rows) =>
        heads.Select((head, column) => rows.Select(row => row[column].Length).Append(head.Length).Max() + CellBorder).Sum()
            + ShareBar.Length + CellBorder < _console.Profile.Width;
}
