using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>The programs as the build left them.</summary>
internal static class Programs
{
    public static string Backend { get; } = ProjectOutputs.AssemblyOf(Project.Backend);

    public static string Gateway { get; } = ProjectOutputs.AssemblyOf(Project.Gateway);

    /// <summary>The AppHost in its own output, which the projects' outputs lie beside.</summary>
    public static string AppHost { get; } = Gateway.Replace("LoadBalancer.Gateway", "LoadBalancer.AppHost", StringComparison.Ordinal);
}
