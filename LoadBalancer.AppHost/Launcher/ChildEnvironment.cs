using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>The environment variables of a child: those that Aspire would set too, and those that only this launcher sets.</summary>
internal static class ChildEnvironment
{
    /// <summary>Tells a child that the end of its standard input is the command to stop, and that Ctrl+C is not meant for it.</summary>
    public const string Supervised = "LOADBALANCER_SUPERVISED";

    /// <summary>Whether there is a key for the dashboard, which inherits it like everything else that the user sets.</summary>
    public static bool HasDashboardKey(IEnumerable<KeyValuePair<string, string>> variables) => variables.Any(variable =>
        variable.Value.Length > 0
        && (variable.Key.Equals(Variables.DashboardKey, StringComparison.OrdinalIgnoreCase) || variable.Key.StartsWith(Variables.NamedDashboardKey, StringComparison.OrdinalIgnoreCase)));

    /// <summary>What of the variables that children inherit concerns how they hang together; what is wrong with a value its reader says.</summary>
    public static TopologyOptions Observe(IReadOnlyCollection<KeyValuePair<string, string>> variables, TopologyOptions options) => options with
    {
        HasDashboardKey = HasDashboardKey(variables),
        ManagementPort = int.TryParse(ValueOf(variables, Variables.ManagementPort), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null,
        ManagementPath = ValueOf(variables, Variables.ManagementPath) ?? "",
        RequestLog = ValueOf(variables, Variables.RequestLog) ?? RequestLogPath.Default,
        WarmUp = ValueOf(variables, Variables.WarmUp) ?? TopologyOptions.NoWarmUp,
    };

    private static string? ValueOf(IEnumerable<KeyValuePair<string, string>> variables, string name) =>
        variables.FirstOrDefault(variable => variable.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public static ImmutableSortedDictionary<string, string> Of(ProjectResource resource, string storeConnection, string contentRoot) =>
        resource.Environment.SetItems(
        [
            KeyValuePair.Create(Variables.ConnectionString(resource.Store.Name), storeConnection),
            KeyValuePair.Create(Variables.ServiceName, resource.Name),
            KeyValuePair.Create(Variables.Urls, ListenOn(resource.Endpoint)),

            // Settings files lie beside the assembly, while relative paths such as logs/ mean the user's directory, which the children share.
            KeyValuePair.Create("ASPNETCORE_CONTENTROOT", contentRoot),
            KeyValuePair.Create(Supervised, "true"),
        ]);

    private static string ListenOn(HttpEndpoint endpoint) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{(endpoint.IsExternal ? "*" : "127.0.0.1")}:{endpoint.Port ?? 0}");
}
