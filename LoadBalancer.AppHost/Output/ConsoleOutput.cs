namespace LoadBalancer.AppHost.Output;

/// <summary>
/// Writes to the console. One lock for both streams, which usually end in the same terminal: no line is broken by another.
/// </summary>
internal sealed class ConsoleOutput : IConsoleOutput
{
    private readonly Lock _oneAtATime = new();

    public void WriteLine(string line) => Write(Console.Out, line);

    public void WriteErrorLine(string line) => Write(Console.Error, line);

    private void Write(TextWriter writer, string line)
    {
        lock (_oneAtATime)
        {
            writer.WriteLine(line);
        }
    }
}
