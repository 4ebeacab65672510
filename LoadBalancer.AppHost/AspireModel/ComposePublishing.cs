using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using LoadBalancer.AppHost.Topology;
using ProjectBuilder = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace LoadBalancer.AppHost.AspireModel;

/// <summary>What Aspire's Compose publisher leaves out: restarts, health, replicas, time to drain, and least rights.</summary>
internal static class ComposePublishing
{
    public static Action<ProjectBuilder, Project> Add(IDistributedApplicationBuilder builder)
    {
        // Without Aspire's dashboard: it would be published open to anyone.
        builder.AddDockerComposeEnvironment("compose")
            .WithDashboard(enabled: false)
            .ConfigureComposeFile(file => file.Services[ResourceNames.Store].Restart = "unless-stopped");

        return (project, kind) => project.PublishAsDockerComposeService((resource, service) => Complete(service, kind, Replicas(project)));
    }

    private static void Complete(Service service, Project kind, int? replicas)
    {
        service.Restart = "unless-stopped";
        service.User = string.Create(CultureInfo.InvariantCulture, $"{ContainerRules.User}:{ContainerRules.User}");
        service.ReadOnly = true;
        service.Tmpfs = ["/tmp"];
        service.CapDrop = ["ALL"];
        service.SecurityOpt = ["no-new-privileges:true"];
        service.StopGracePeriod = string.Create(CultureInfo.InvariantCulture, $"{ContainerRules.StopSeconds}s");
        service.Healthcheck = new Healthcheck
        {
            Test = [.. ContainerRules.Healthcheck(kind)],
            Interval = "10s",
            Timeout = "5s",
            StartPeriod = "20s",
            Retries = 3,
        };
        if (replicas is { } count)
        {
            service.Deploy = new Deploy { Replicas = count };
            service.Ports = [.. service.Ports.Select(port => PortFor(port, count))];
        }
    }

    // One port of the host is one container's: as many in a row as there are replicas, like the launcher's.
    private static string PortFor(string mapping, int replicas) =>
        replicas > 1 && mapping.Split(':') is [var host, var inside] && int.TryParse(host, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? string.Create(CultureInfo.InvariantCulture, $"{first}-{first + replicas - 1}:{inside}")
            : mapping;

    private static int? Replicas(ProjectBuilder project) =>
        project.Resource.TryGetLastAnnotation<ReplicaAnnotation>(out var annotation) ? annotation.Replicas : null;
}
