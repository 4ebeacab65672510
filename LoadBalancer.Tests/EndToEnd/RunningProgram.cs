using System.Collections.Concurrent;
using System.Diagnostics;
using LoadBalancer.AppHost.Launching;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>
/// Runs a program from the build output in its own process and captures its output. Disposing it kills the process and its children.
/// </summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Stopwatch _running = Stopwatch.StartNew();

    private RunningProgram(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        _process.StartInfo = new(DotnetHost.Locate(), ["exec", assembly, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            _process.StartInfo.Environment[key] = value;
        }

        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public IReadOnlyList<string> Lines => [.. _output];

    public IReadOnlyList<string> ErrorLines => [.. _errors];

    public bool HasEnded => _process.HasExited;

    public TimeSpan Running => _running.Elapsed;

    /// <summary>All output, for failure messages.</summary>
    private string Story =>
        $"{Path.GetFileName(_process.StartInfo.ArgumentList[1])} wrote:\n{string.Join('\n', _output)}\n{string.Join('\n', _errors)}";

    public static RunningProgram Start(string assembly, string[] arguments, params (string Key, string Value)[] environment) =>
        new(assembly, arguments, environment.ToDictionary(StringComparer.Ordinal));

    /// <summary>Waits for a condition. The failure message includes the program's output.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> condition, TimeSpan within)
    {
        try
        {
            await Eventually.TrueAsync(what, condition, within);
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            Assert.Fail($"{exception.Message}\n{Story}");
        }
    }

    public async Task<string> LineAsync(Func<string, bool> isIt, string what)
    {
        await UntilAsync(what, () => Task.FromResult(_process.HasExited || _output.Any(isIt)), Patience);
        return _output.FirstOrDefault(isIt) ?? throw new InvalidOperationException($"It ended without: {what}\n{Story}");
    }

    public void Terminate() => Signal(_process.Id, "TERM");

    public static void Signal(int process, string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {process}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until the process exits; its output is complete then.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException exception)
        {
            throw new InvalidOperationException($"It did not end within {Patience}.\n{Story}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
