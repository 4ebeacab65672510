using System.Diagnostics;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>Runs cases one after another, each from its own seed, so that a single case can be reproduced.</summary>
internal sealed class FuzzRun(int cases)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private int _next = -1;

    /// <summary>The number of cases so far.</summary>
    public int Count => Math.Max(0, Volatile.Read(ref _next) + 1);

    /// <summary>Begins the next case. Thread-safe.</summary>
    /// <returns><see langword="false"/> if the run is over.</returns>
    public bool TryBegin(out int seed)
    {
        var number = Interlocked.Increment(ref _next);
        seed = unchecked((FuzzSettings.Seed * 1_000_003) + number);
        return FuzzSettings.Duration is { } duration ? _elapsed.Elapsed < duration : number < cases;
    }

    /// <summary>Writes a summary of the run to the test's output.</summary>
    public void Report() =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{Count} cases in {_elapsed.Elapsed}, seed {FuzzSettings.Seed}.");

    /// <summary>Returns a case as one line.</summary>
    public static string Show(string text) => string.Concat(text.Select(character => character switch
    {
        '\r' => "\\r",
        '\n' => "\\n",
        >= ' ' and <= '~' => character.ToString(),
        _ => $"\\x{(int)character:x2}",
    }));
}
