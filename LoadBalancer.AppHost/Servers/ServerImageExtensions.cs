using LoadBalancer.AppHost.CommandLine;

namespace LoadBalancer.AppHost.Servers;

/// <summary>
/// Adds the servers' image: an existing one, or one that is built from the repository's Dockerfile before the first server starts.
/// </summary>
internal static class ServerImageExtensions
{
    private const string BuiltName = "loadbalancer/backend";
    private const string BuiltTag = "apphost";
    private const string DefaultTag = "latest";

    /// <summary>The variables that replace the Dockerfile's base images, the same as in <c>compose.yaml</c>.</summary>
    private static readonly string[] BaseImages = ["BUILD_IMAGE", "RUNTIME_IMAGE"];

    public static ServerImage AddServerImage(this IDistributedApplicationBuilder builder, string name, AppHostOptions options)
    {
        if (options.BackendImage is { } image)
        {
            var (imageName, tag) = Split(image);
            return new ServerImage(imageName, tag, Build: null);
        }

        // One build serves all servers. AddDockerfile is not used because it requires a plugin (buildx) that not every engine has.
        var arguments = BaseImages.Select(variable => (variable, value: builder.Configuration[variable]))
            .Where(pair => !string.IsNullOrEmpty(pair.value))
            .SelectMany(pair => (string[])["--build-arg", $"{pair.variable}={pair.value}"]);
        var build = builder.AddExecutable(
                $"{name}-image",
                options.ContainerEngine!,
                Path.GetFullPath("..", builder.AppHostDirectory),
                ["build", "--build-arg", "PROJECT=Backend", .. arguments, "--tag", $"{BuiltName}:{BuiltTag}", "."])
            .WithIconName("BoxMultiple");
        return new ServerImage(BuiltName, BuiltTag, build);
    }

    /// <summary>
    /// Splits an image into its name and tag. A colon after the last slash starts the tag; a colon before it starts the registry's port.
    /// </summary>
    internal static (string Name, string Tag) Split(string image)
    {
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, DefaultTag);
    }
}
