namespace LoadBalancer.AppHost.Servers;

/// <summary>The image that servers run as containers of.</summary>
/// <param name="Name">The name, without the tag.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Build">What builds it; <see langword="null"/> for an image that exists.</param>
internal sealed record ServerImage(string Name, string Tag, IResourceBuilder<ExecutableResource>? Build);
