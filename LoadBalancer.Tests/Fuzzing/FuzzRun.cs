using System.Diagnostics;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>Cases one after the other, each from a seed of its own, so that one alone can be made up again.</summary>
internal sealed class FuzzRun(int cases)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private int _next = -1;

    /// <summary>The cases so far.</summary>
    public int Count => Math.Max(0, Volatile.Read(ref _next) + 1);

    /// <summary>The next case. Thread-safe.</summary>
    /// <returns><see langword="false"/> at the end.</returns>
    public bool TryBegin(out int seed)
    {
        var number = Interlocked.Increment(ref _next);
        seed = unchecked((FuzzSettings.Seed * 1_000_003) + number);
        return FuzzSettings.Duration is { } duration ? _elapsed.Elapsed < duration : number < cases;
    }

    /// <summary>Writes what was done to the test's output.</summary>
    public void Report() =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{Count} cases in {_elapsed.Elapsed}, seed {FuzzSettings.Seed}.");

    /// <summary>Shows a case in one line.</summary>
    public static string Show(string text) => string.Concat(text.Select(character => character switch
    {
        '\r' => "\\r",
        '\n' => "\\n",
        >= ' ' and <= '~' => character.ToString(),
        _ => $"\\x{(int)character:x2}",
    }));
}
