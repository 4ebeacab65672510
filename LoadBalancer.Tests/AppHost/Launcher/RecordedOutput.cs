using System.Collections.Concurrent;
using LoadBalancer.AppHost.Launcher;

namespace LoadBalancer.Tests.AppHost.Launcher;

internal sealed class RecordedOutput : ILaunchOutput
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _errorLines = new();

    public IEnumerable<string> Lines => _lines;

    public IEnumerable<string> ErrorLines => _errorLines;

    public void WriteLine(string line) => _lines.Enqueue(line);

    public void WriteErrorLine(string line) => _errorLines.Enqueue(line);
}
