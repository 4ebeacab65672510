using Aspire.Hosting;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using LoadBalancer.AppHost.Topology;
using ProjectBuilder = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace LoadBalancer.AppHost.AspireModel;

/// <summary>What Aspire's Kubernetes publisher leaves out: probes, least rights, resources, time to drain.</summary>
/// <remarks>Probes are written here rather than by WithHttpProbe, which writes their scheme in letters that Kubernetes refuses.</remarks>
internal static class KubernetesPublishing
{
    private const string Scratch = "tmp";

    public static Action<ProjectBuilder, Project> Add(IDistributedApplicationBuilder builder)
    {
        builder.AddKubernetesEnvironment("kubernetes").WithDashboard(enabled: false);

        return (project, kind) => project.PublishAsKubernetesService(resource => Complete(resource, kind));
    }

    private static void Complete(KubernetesResource resource, Project kind)
    {
        if (resource.Workload?.PodTemplate.Spec is not { } pod)
        {
            throw new InvalidOperationException($"Aspire made no workload of {resource.Name}; its Kubernetes publisher has changed.");
        }

        pod.TerminationGracePeriodSeconds = ContainerRules.StopSeconds + ContainerRules.LeadSeconds;
        pod.AutomountServiceAccountToken = false;
        pod.SecurityContext = new PodSecurityContextV1
        {
            RunAsNonRoot = true,
            RunAsUser = ContainerRules.User,
            RunAsGroup = ContainerRules.User,
            SeccompProfile = new SeccompProfileV1 { Type = "RuntimeDefault" },
        };
        pod.Volumes.Add(new VolumeV1 { Name = Scratch, EmptyDir = new EmptyDirVolumeSourceV1() });
        foreach (var container in pod.Containers)
        {
            Complete(container, kind);
        }
    }

    private static void Complete(ContainerV1 container, Project kind)
    {
        var port = container.Ports[0].Name;
        container.VolumeMounts.Add(new VolumeMountV1 { Name = Scratch, MountPath = "/tmp" });
        container.SecurityContext = new SecurityContextV1
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new CapabilitiesV1 { Drop = { "ALL" } },
        };
        container.Resources = new ResourceRequirementsV1
        {
            Requests = { ["cpu"] = kind == Project.Gateway ? "500m" : "100m", ["memory"] = "256Mi" },
            Limits = { ["memory"] = "1Gi" },
        };
        container.ReadinessProbe = Probe(port, failures: 2);
        if (kind != Project.Gateway)
        {
            container.LivenessProbe = Probe(port, failures: 6);
        }
        else
        {
            // No liveness by /healthcheck: without a usable server it is 503, and a restart would mend nothing.
            container.Lifecycle = new LifecycleV1 { PreStop = Sleep(ContainerRules.LeadSeconds) };
        }
    }

    // Aspire writes the other three ways beside it, empty, unless they are taken out; Kubernetes allows one.
    private static LifecycleHandlerV1 Sleep(int seconds) =>
        new() { Sleep = new SleepActionV1 { Seconds = seconds }, Exec = null!, HttpGet = null!, TcpSocket = null! };

    private static ProbeV1 Probe(string port, int failures) => new()
    {
        HttpGet = new HttpGetActionV1 { Path = ContainerRules.HealthPath, Port = port, Scheme = "HTTP" },
        PeriodSeconds = 5,
        TimeoutSeconds = 2,
        FailureThreshold = failures,
    };
}
