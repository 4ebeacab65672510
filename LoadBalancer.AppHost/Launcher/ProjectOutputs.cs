using System.Reflection;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Where the build put the projects' assemblies, as it recorded in this assembly (see the project file).</summary>
internal static class ProjectOutputs
{
    public static string AssemblyOf(Project project)
    {
        var key = $"ProjectOutput:LoadBalancer.{project}";
        var recorded = typeof(ProjectOutputs).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => string.Equals(attribute.Key, key, StringComparison.Ordinal));

        return Path.GetFullPath(recorded.Value!, AppContext.BaseDirectory);
    }

    public static void EnsureBuilt(ClusterTopology topology)
    {
        var missing = topology.Projects
            .Select(resource => AssemblyOf(resource.Project))
            .Distinct(StringComparer.Ordinal)
            .FirstOrDefault(path => !File.Exists(path));

        if (missing is not null)
        {
            throw new LaunchException($"{missing} is not there: build the AppHost again, it builds what it starts.");
        }
    }
}
