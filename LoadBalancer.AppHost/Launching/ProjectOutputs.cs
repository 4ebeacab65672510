using System.Reflection;
using LoadBalancer.AppHost.Exits;

namespace LoadBalancer.AppHost.Launching;

/// <summary>Locates the projects' assemblies at the paths that the build recorded in this assembly (see the project file).</summary>
internal static class ProjectOutputs
{
    private const string Prefix = "ProjectOutput:";

    /// <param name="project">The project's name, for example <c>LoadBalancer.Gateway</c>.</param>
    /// <exception cref="StartException">The assembly does not exist.</exception>
    public static string AssemblyOf(string project)
    {
        var recorded = typeof(ProjectOutputs).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => string.Equals(attribute.Key, Prefix + project, StringComparison.Ordinal));
        var path = Path.GetFullPath(recorded.Value!, AppContext.BaseDirectory);
        return File.Exists(path)
            ? path
            : throw new StartException($"{path} does not exist: rebuild the AppHost, which also builds the projects that it starts.");
    }
}
