using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>
/// The response header by which a registered server proves, on its health endpoint, that it is the process in the membership.
/// </summary>
public static class InstanceHeader
{
    /// <summary>The header's name.</summary>
    public const string Name = "LoadBalancer-Instance";

    /// <summary>Returns the header's value for one process of a server: <c>ID@INSTANCE</c>.</summary>
    public static string ValueOf(ServerId id, string instance) => $"{id}@{instance}";
}
