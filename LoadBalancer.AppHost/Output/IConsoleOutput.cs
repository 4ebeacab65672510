namespace LoadBalancer.AppHost.Output;

/// <summary>Takes whole lines from any thread.</summary>
internal interface IConsoleOutput
{
    void WriteLine(string line);

    void WriteErrorLine(string line);
}
