namespace LoadBalancer.AppHost.Exits;

/// <summary>Exit codes, of the AppHost and of the processes it starts alike.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The surroundings do not allow it: a port is taken, the store is out of reach.</summary>
    public const int Environment = 1;

    /// <summary>The user's settings are wrong; starting again cannot help.</summary>
    public const int Configuration = 2;
}
