namespace LoadBalancer.AppHost.Output;

/// <summary>Writes whole lines. Thread-safe.</summary>
internal interface IConsoleOutput
{
    void WriteLine(string line);

    void WriteErrorLine(string line);
}
