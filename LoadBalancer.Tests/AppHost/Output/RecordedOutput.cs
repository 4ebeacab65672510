using System.Collections.Concurrent;
using LoadBalancer.AppHost.Output;

namespace LoadBalancer.Tests.AppHost.Output;

internal sealed class RecordedOutput : IConsoleOutput
{
    private readonly ConcurrentQueue<(string Line, bool IsError)> _lines = new();

    public IEnumerable<string> Lines => _lines.Where(line => !line.IsError).Select(line => line.Line);

    public IEnumerable<string> ErrorLines => _lines.Where(line => line.IsError).Select(line => line.Line);

    /// <summary>The standard output and error lines, in the order in which they were written.</summary>
    public IEnumerable<string> AllLines => _lines.Select(line => line.Line);

    public int? Width { get; init; }

    public void WriteLine(string line) => _lines.Enqueue((line, IsError: false));

    public void WriteErrorLine(string line) => _lines.Enqueue((line, IsError: true));
}
