using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Runs one process of a project from its start to its end.</summary>
internal interface IChildRunner
{
    /// <param name="resource">What to run.</param>
    /// <param name="stop">Asks the process to finish what it has in hand and to exit.</param>
    /// <param name="kill">Ends it at once.</param>
    /// <returns>Once the process is gone and the last line of its output is written.</returns>
    Task<ChildExit> RunAsync(ProjectResource resource, CancellationToken stop, CancellationToken kill);
}
