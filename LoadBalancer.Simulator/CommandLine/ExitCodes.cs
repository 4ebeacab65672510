namespace LoadBalancer.Simulator.CommandLine;

/// <summary>The exit codes of commands.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failed = 1;
    public const int BadArguments = 2;

    /// <summary>What each code means, for the help and <c>docs/simulator.md</c>.</summary>
    public static readonly IReadOnlyList<(int Code, string Meaning)> All =
    [
        (Success, "Success."),
        (Failed, "A request ended in an error, an invariant was violated, a file could not be read or written, or Ctrl+C ended the run."),
        (BadArguments, "Invalid arguments or input, including an input file that does not exist."),
    ];
}
