namespace LoadBalancer.AppHost.Exits;

/// <summary>The exit codes of the AppHost and of the processes that it starts.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The environment does not allow the process to run: for example, a port is taken or Redis is unreachable.</summary>
    public const int Environment = 1;

    /// <summary>The user's settings are wrong; starting again does not help.</summary>
    public const int Configuration = 2;
}
