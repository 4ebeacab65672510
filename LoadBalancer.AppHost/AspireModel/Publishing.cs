using Aspire.Hosting;
using LoadBalancer.AppHost.Topology;
using ProjectBuilder = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace LoadBalancer.AppHost.AspireModel;

/// <summary>Chooses what is published for. Without a choice it is the manifest alone, which azd reads.</summary>
/// <remarks>One environment at most: two would have to be told apart on each resource, and a customisation without its environment fails every publish.</remarks>
internal static class Publishing
{
    /// <returns>What is to be done to each project.</returns>
    public static Action<ProjectBuilder, Project> Of(IDistributedApplicationBuilder builder, PublishTarget? target) => target switch
    {
        _ when !builder.ExecutionContext.IsPublishMode => Nothing,
        PublishTarget.Compose => ComposePublishing.Add(builder),
        PublishTarget.Kubernetes => KubernetesPublishing.Add(builder),
        _ => Nothing,
    };

    private static void Nothing(ProjectBuilder project, Project kind)
    {
        // azd's manifest has no place for more.
    }
}
