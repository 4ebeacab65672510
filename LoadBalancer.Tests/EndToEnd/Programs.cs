using LoadBalancer.AppHost.Launching;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>The paths of the programs in the build output.</summary>
internal static class Programs
{
    public static string Backend { get; } = ProjectOutputs.AssemblyOf("LoadBalancer.Backend");

    public static string Gateway { get; } = ProjectOutputs.AssemblyOf("LoadBalancer.Gateway");

    public static string Dashboard { get; } = ProjectOutputs.AssemblyOf("LoadBalancer.Dashboard");

    public static string Store { get; } = ProjectOutputs.AssemblyOf("LoadBalancer.Store");

    /// <summary>The AppHost in its own output directory, next to which the outputs of the other projects lie.</summary>
    public static string AppHost { get; } = Gateway.Replace("LoadBalancer.Gateway", "LoadBalancer.AppHost", StringComparison.Ordinal);
}
