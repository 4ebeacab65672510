namespace LoadBalancer.AppHost.Output;

/// <summary>
/// Writes to the console. Both streams share one lock because they usually end up in the same terminal, where lines must not be mixed.
/// </summary>
internal sealed class ConsoleOutput : IConsoleOutput
{
    private readonly Lock _oneAtATime = new();

    public int? Width => Console.IsOutputRedirected ? null : Console.WindowWidth;

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
