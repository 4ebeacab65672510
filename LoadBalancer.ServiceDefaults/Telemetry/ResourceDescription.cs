using System.Reflection;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Resources;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>Identifies the process that emits telemetry. The standard variables come last and take precedence.</summary>
internal static class ResourceDescription
{
    /// <summary>The attribute that names the cluster.</summary>
    public const string Cluster = "loadbalancer.cluster";

    private static readonly string[] Ids = ["Gateway:Id", "Registration:Id", "SERVER_ID"];

    public static void Describe(this ResourceBuilder resource, IConfiguration configuration, string application) => resource
        .Clear()
        .AddTelemetrySdk()
        .AddService(
            serviceName: application.Replace("LoadBalancer.", "", StringComparison.Ordinal).ToLowerInvariant(),
            serviceVersion: Version,
            serviceInstanceId: Ids.Select(key => configuration[key])
                .FirstOrDefault(id => !string.IsNullOrEmpty(id)) ?? Environment.MachineName.ToLowerInvariant())
        .AddAttributes([new(Cluster, configuration["Registry:Cluster"] ?? "default")])
        .AddEnvironmentVariableDetector();

    private static string Version { get; } =
        typeof(ResourceDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
