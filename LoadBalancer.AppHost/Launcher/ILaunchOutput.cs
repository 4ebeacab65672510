namespace LoadBalancer.AppHost.Launcher;

/// <summary>Takes whole lines from any thread.</summary>
internal interface ILaunchOutput
{
    void WriteLine(string line);

    void WriteErrorLine(string line);
}
