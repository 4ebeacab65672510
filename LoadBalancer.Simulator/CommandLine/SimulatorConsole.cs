namespace LoadBalancer.Simulator.CommandLine;

/// <summary>The standard streams of a command.</summary>
/// <param name="Input">Standard input, as bytes.</param>
/// <param name="Output">Standard output, as bytes.</param>
/// <param name="Text">Standard output, as text.</param>
/// <param name="Error">Standard error: one line for each failure, and the progress of long commands.</param>
/// <param name="IsTerminal">
/// Whether <paramref name="Text"/> is a terminal, so that tables have colors and lines; otherwise they are plain text.
/// </param>
/// <param name="ShowsProgress">Whether <paramref name="Error"/> is a terminal, so that progress is shown.</param>
internal sealed record SimulatorConsole(
    Stream Input, Stream Output, TextWriter Text, TextWriter Error, bool IsTerminal = false, bool ShowsProgress = false)
{
    /// <summary>The width of the terminal, in characters; <see langword="null"/> to ask the terminal.</summary>
    public int? Width { get; init; }
}
