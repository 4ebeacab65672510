namespace LoadBalancer.AppHost.Output;

/// <summary>Writes whole lines. Thread-safe.</summary>
internal interface IConsoleOutput
{
    void WriteLine(string line);

    void WriteErrorLine(string line);

    /// <summary>The width of the terminal, in characters; <see langword="null"/> if standard output is not a terminal.</summary>
    int? Width { get; }
}
