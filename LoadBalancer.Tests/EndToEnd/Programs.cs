using LoadBalancer.AppHost.Launching;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>The programs as the build left them.</summary>
internal static class Programs
{
    public static string Backend { get; } = ProjectOutputs.AssemblyOf("LoadBalancer.Backend");

    public static string Gateway { get; } = ProjectOutputs.AssemblyOf("LoadBalancer.Gateway");

    public static string Dashboard { get; } = ProjectOutputs.AssemblyOf("LoadBalancer.Dashboard");

    public static string Store { get; } = ProjectOutputs.AssemblyOf("LoadBalancer.Store");

    /// <summary>The AppHost in its own output, which the projects' outputs lie beside.</summary>
    public static string AppHost { get; } = Gateway.Replace("LoadBalancer.Gateway", "LoadBalancer.AppHost", StringComparison.Ordinal);
}
