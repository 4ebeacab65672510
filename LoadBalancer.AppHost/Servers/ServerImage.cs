namespace LoadBalancer.AppHost.Servers;

/// <summary>The image of the containers that the servers run in.</summary>
/// <param name="Name">The name, without the tag.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Build">The resource that builds the image; <see langword="null"/> for an existing image.</param>
internal sealed record ServerImage(string Name, string Tag, IResourceBuilder<ExecutableResource>? Build);
