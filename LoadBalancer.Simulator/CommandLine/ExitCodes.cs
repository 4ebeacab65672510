namespace LoadBalancer.Simulator.CommandLine;

/// <summary>The exit codes of commands.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>
    /// A request failed, an invariant does not hold, a file could not be read or written, or the command was interrupted.
    /// </summary>
    public const int Failed = 1;

    public const int BadArguments = 2;
}
