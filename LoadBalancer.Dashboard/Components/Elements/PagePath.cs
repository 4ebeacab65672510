using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.Components.Elements;

/// <summary>The paths of the pages of servers and gateways, relative to the dashboard's root.</summary>
internal static class PagePath
{
    /// <summary>The path of the search.</summary>
    public const string Search = "search";

    /// <summary>Returns the path of a server's page.</summary>
    public static string Of(ServerId server) => $"servers/{Uri.EscapeDataString(server.Value)}";

    /// <summary>Returns the path of a gateway's page.</summary>
    public static string Of(GatewayId gateway) => $"gateways/{Uri.EscapeDataString(gateway.Value)}";

    /// <summary>Returns the path of the lookup of a key.</summary>
    public static string OfKey(string key) => $"placement?key={Uri.EscapeDataString(key)}";
}
