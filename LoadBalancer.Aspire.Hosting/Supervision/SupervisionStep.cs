namespace LoadBalancer.Aspire.Hosting.Supervision;

/// <summary>What the supervisor does about a change of a resource's state.</summary>
internal abstract record SupervisionStep
{
    /// <summary>Nothing: the resource runs, or was stopped.</summary>
    public sealed record None : SupervisionStep;

    /// <summary>Start the resource again.</summary>
    /// <param name="Delay">The time to wait before.</param>
    public sealed record Restart(TimeSpan Delay) : SupervisionStep;

    /// <summary>Leave the resource as it is.</summary>
    /// <param name="ExitCode">The exit code that says why; <see langword="null"/> where the resource could not even be started.</param>
    public sealed record GiveUp(int? ExitCode) : SupervisionStep;
}
