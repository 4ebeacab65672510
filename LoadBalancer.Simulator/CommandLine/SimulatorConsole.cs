namespace LoadBalancer.Simulator.CommandLine;

/// <summary>What a command reads and writes.</summary>
/// <param name="Input">Standard input, as bytes.</param>
/// <param name="Output">Standard output, as bytes.</param>
/// <param name="Text">Standard output, as text.</param>
/// <param name="Error">Standard error: one line for each failure, and the progress of what takes long.</param>
/// <param name="IsTerminal">Whether a person looks at <paramref name="Text"/>: colours and lines, else plain text.</param>
/// <param name="ShowsProgress">Whether a person looks at <paramref name="Error"/>.</param>
internal sealed record SimulatorConsole(
    Stream Input, Stream Output, TextWriter Text, TextWriter Error, bool IsTerminal = false, bool ShowsProgress = false);
