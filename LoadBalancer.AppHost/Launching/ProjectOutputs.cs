using System.Reflection;
using LoadBalancer.AppHost.Exits;

namespace LoadBalancer.AppHost.Launching;

/// <summary>Where the build put the projects' assemblies, as it recorded in this assembly (see the project file).</summary>
internal static class ProjectOutputs
{
    private const string Prefix = "ProjectOutput:";

    /// <param name="project">The project's name, for example <c>LoadBalancer.Gateway</c>.</param>
    /// <exception cref="StartException">The assembly is not there.</exception>
    public static string AssemblyOf(string project)
    {
        var recorded = typeof(ProjectOutputs).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => string.Equals(attribute.Key, Prefix + project, StringComparison.Ordinal));
        var path = Path.GetFullPath(recorded.Value!, AppContext.BaseDirectory);
        return File.Exists(path)
            ? path
            : throw new StartException($"{path} does not exist: build the AppHost again, which builds what it starts.");
    }
}
