using System.Globalization;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Readiness;
using LoadBalancer.Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.AppHost.Settings;

/// <summary>
/// Passes the user's settings to the processes that read them. Sections such as <c>Gateway</c> come from the environment
/// (<c>Gateway__SlowStart</c>), from arguments (<c>--Gateway:SlowStart=…</c>) or from user secrets; the process that reads a value checks
/// it.
/// </summary>
internal static class SettingsExtensions
{
    private const string GatewaySection = "Gateway";
    private const string DashboardSection = "Dashboard";
    private const string NoWarmUp = "00:00:00";
    private static readonly string[] Shared = ["Registry", "Redis", "Telemetry"];

    /// <summary>
    /// Lists the gateways: the first one has the plain name, the others a number after it. When the application is published, one gateway
    /// stands for all.
    /// </summary>
    public static IEnumerable<GatewayPlace> ListGateways(this IDistributedApplicationBuilder builder, string name, AppHostOptions options)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            yield return new GatewayPlace(name, options.GatewayPort, ManagementPort: null, ManagementPath: "", RequestLog: "");
            yield break;
        }

        var gateways = builder.Configuration.GetSection(GatewaySection);
        int? firstManagementPort = int.TryParse(gateways["ManagementPort"], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : null;
        for (var i = 0; i < options.Gateways; i++)
        {
            var own = i == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{i + 1}");
            yield return new GatewayPlace(
                own,
                options.GatewayPort + i,
                firstManagementPort + i,
                gateways["ManagementPath"] ?? "",
                RequestLogPath.Of(gateways["RequestLog:Path"] ?? RequestLogPath.Default, own, isFirst: i == 0));
        }
    }

    public static IResourceBuilder<T> WithGatewaySettings<T>(this IResourceBuilder<T> gateway, GatewayPlace place)
        where T : ILoadBalancerResource
    {
        if (gateway.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return gateway;
        }

        // Each gateway's own settings come after the shared ones, and override them.
        gateway.WithSections([GatewaySection, .. Shared])
            .WithAnnotation(new HealthcheckUrl(
                place.ManagementPort is null ? "http" : "management", place.ManagementPath + LoadBalancerSettings.HealthPath))
            .WithEnvironment(LoadBalancerSettings.GatewayId, place.Name)
            .WithEnvironment("Gateway__RequestLog__Path", place.RequestLog)

            // Developers want the gateway to be ready at once; without the AppHost a gateway warms up before it is ready.
            .WithEnvironment("Gateway__WarmUp", gateway.ApplicationBuilder.Configuration["Gateway:WarmUp"] ?? NoWarmUp);
        return place.ManagementPort is { } port
            ? gateway.WithEnvironment("Gateway__ManagementPort", port.ToString(CultureInfo.InvariantCulture))
            : gateway;
    }

    public static IResourceBuilder<T> WithServerSettings<T>(this IResourceBuilder<T> server)
        where T : IResourceWithEnvironment => server.WithSections(["Backend", "Registration", .. Shared]);

    public static IResourceBuilder<T> WithDashboardSettings<T>(this IResourceBuilder<T> dashboard)
        where T : ILoadBalancerDashboardResource
    {
        dashboard.WithSections([DashboardSection, .. Shared]);
        if (dashboard.ApplicationBuilder.Configuration["Dashboard:ApiKey"] is null or ""
            && dashboard.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            // In this case the key has a name (Dashboard:ApiKeys), which events record as the author of a change.
            dashboard.WithEnvironment(context => context.EnvironmentVariables.Remove(LoadBalancerSettings.ApiKey));
        }

        return dashboard;
    }

    /// <summary>
    /// Adds the API key that the user has configured for the dashboard, with or without a name, as a parameter; returns
    /// <see langword="null"/> if there is none.
    /// </summary>
    public static IResourceBuilder<ParameterResource>? AddDashboardKey(this IDistributedApplicationBuilder builder, string name)
    {
        var section = builder.Configuration.GetSection(DashboardSection);
        var keys = section.GetSection("ApiKeys").GetChildren().Select(key => key.Value).Prepend(section["ApiKey"]);
        return keys.FirstOrDefault(key => !string.IsNullOrEmpty(key)) is { } given ? builder.AddParameter(name, given, secret: true) : null;
    }

    private static IResourceBuilder<T> WithSections<T>(this IResourceBuilder<T> resource, string[] sections)
        where T : IResourceWithEnvironment
    {
        if (resource.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return resource;
        }

        return resource.WithEnvironment(context =>
        {
            foreach (var (key, value) in sections.SelectMany(
                section => resource.ApplicationBuilder.Configuration.GetSection(section).AsEnumerable()))
            {
                if (value is not null)
                {
                    context.EnvironmentVariables[key.Replace(":", "__", StringComparison.Ordinal)] = value;
                }
            }
        });
    }
}
