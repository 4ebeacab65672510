using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Which deaths a restart cannot mend.</summary>
internal static class ExitPolicy
{
    /// <summary>The exit code to stop everything with; null to start the child again.</summary>
    /// <remarks>
    /// Backends are always replaced: they may be told to exit with any code, to see that they are. A dashboard that has run takes
    /// nothing down with it; one that cannot start for its settings or its port is told at once.
    /// </remarks>
    public static int? FatalCode(Project project, ChildExit exit, bool everReady) => (project, exit.Code) switch
    {
        (Project.Gateway, ExitCode.Configuration) => ExitCode.Configuration,
        (Project.Gateway, ExitCode.Environment) when !everReady => ExitCode.Environment,
        (Project.Dashboard, ExitCode.Configuration or ExitCode.Environment) when !everReady => exit.Code,
        _ => null,
    };
}
