namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>The supervisor's reaction to a change of a resource's state.</summary>
internal abstract record SupervisionStep
{
    /// <summary>Do nothing: the resource is running, or was stopped.</summary>
    public sealed record None : SupervisionStep;

    /// <summary>Restart the resource.</summary>
    /// <param name="Delay">The time to wait before the restart.</param>
    public sealed record Restart(TimeSpan Delay) : SupervisionStep;

    /// <summary>Do not restart the resource.</summary>
    /// <param name="ExitCode">The exit code that is the reason; <see langword="null"/> if the resource could not be started.</param>
    public sealed record GiveUp(int? ExitCode) : SupervisionStep;
}
