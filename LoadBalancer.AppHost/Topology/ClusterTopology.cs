using System.Collections.Immutable;
using System.Globalization;

namespace LoadBalancer.AppHost.Topology;

/// <summary>What runs and how it hangs together; the same for every orchestrator.</summary>
/// <remarks>
/// <code>
/// users ──► gateway-1 … gateway-N ──► backend-1 … backend-N
///                      └──────► redis ◄──────┘
/// operators ──► dashboard ───────┘
/// </code>
/// All wait for the store and not for each other: backends register themselves, gateways see them come and go.
/// To stop, gateways go first, so that what they have in flight still finds its backend; the dashboard goes last, so that
/// who watches it sees the others leave.
/// </remarks>
internal sealed record ClusterTopology(
    StoreResource Store,
    ImmutableArray<ProjectResource> Backends,
    ImmutableArray<ProjectResource> Gateways,
    ProjectResource Dashboard)
{
    public IEnumerable<ProjectResource> Projects => [.. Backends, .. Gateways, Dashboard];

    public static ClusterTopology Describe(TopologyOptions options)
    {
        var store = new StoreResource(ResourceNames.Store, options.Redis);
        var backends = Enumerable.Range(1, options.Backends).Select(i => Backend(i, store));
        var gateways = Enumerable.Range(1, options.Gateways).Select(i => Gateway(i, store, options));
        var dashboard = new ProjectResource(
            ResourceNames.Dashboard,
            Project.Dashboard,
            store,
            new HttpEndpoint(options.DashboardPort, IsExternal: options.HasDashboardKey),
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

        return new ClusterTopology(store, [.. backends], [.. gateways], dashboard);
    }

    public static ProjectResource Backend(int number, StoreResource store)
    {
        var name = ResourceNames.OfBackend(number);

        return new ProjectResource(name, Project.Backend, store, HttpEndpoint.Internal, Environment(Variables.ServerId, name));
    }

    private static ProjectResource Gateway(int number, StoreResource store, TopologyOptions options)
    {
        var name = ResourceNames.OfGateway(number);
        var endpoint = new HttpEndpoint(options.GatewayPort + number - 1, IsExternal: true);
        var environment = Environment(Variables.GatewayId, name).Add(Variables.RequestLog, RequestLogPath.Of(options.RequestLog, number)).Add(Variables.WarmUp, options.WarmUp);
        if (options.ManagementPort is { } first)
        {
            var port = first + number - 1;
            endpoint = endpoint with { HealthPort = port };
            environment = environment.Add(Variables.ManagementPort, port.ToString(CultureInfo.InvariantCulture));
        }

        return new ProjectResource(name, Project.Gateway, store, endpoint with { HealthPath = $"{options.ManagementPath}/healthcheck" }, environment);
    }

    private static ImmutableSortedDictionary<string, string> Environment(string key, string value) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(key, value);
}
