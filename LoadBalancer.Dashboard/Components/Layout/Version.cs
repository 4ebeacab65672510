using System.Reflection;

namespace LoadBalancer.Dashboard.Components.Layout;

/// <summary>The version of this dashboard.</summary>
internal static class Version
{
    /// <summary>The version with the commit that it was built from, if that is known.</summary>
    public static readonly string Whole =
        typeof(Version).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The version.</summary>
    public static readonly string Short = Whole.Split('+')[0];
}
