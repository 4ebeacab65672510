namespace Aspire.Hosting.ApplicationModel;

/// <summary>A LoadBalancer gateway that runs as an executable on the machine of the AppHost.</summary>
/// <param name="name">The name of the resource, which is also the gateway's id.</param>
/// <param name="command">The program that starts the gateway.</param>
/// <param name="workingDirectory">The directory that it starts in.</param>
public sealed class LoadBalancerExecutableResource(
    string name, string command, string workingDirectory) : ExecutableResource(name, command, workingDirectory), ILoadBalancerResource;
