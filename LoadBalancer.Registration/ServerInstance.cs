using System.Reflection;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Registration;

/// <summary>Identifies this process among all processes with the same server id.</summary>
internal sealed class ServerInstance
{
    /// <summary>The version of this process's program; <see langword="null"/> if it has none that a membership may record.</summary>
    public static string? Build { get; } =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion is { } version
        && ServerRules.CheckBuild(version) is null ? version : null;

    public string Name { get; } = Guid.NewGuid().ToString("N");
}
