using Aspire.Hosting.ApplicationModel;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Servers;
using LoadBalancer.Tests.Aspire.Hosting;

namespace LoadBalancer.Tests.AppHost.Servers;

public sealed class ServerImageTests
{
    [Theory]
    [InlineData("backend", "backend", "latest")]
    [InlineData("backend:1.2", "backend", "1.2")]
    [InlineData("team/backend", "team/backend", "latest")]
    [InlineData("team/backend:1.2", "team/backend", "1.2")]
    [InlineData("registry:5000/backend", "registry:5000/backend", "latest")]
    [InlineData("registry:5000/team/backend:1.2", "registry:5000/team/backend", "1.2")]
    public void Split_AnyImage_DistinguishesTheTagFromAPort(string image, string name, string tag)
    {
        Assert.Equal((name, tag), ServerImageExtensions.Split(image));
    }

    [Fact]
    public void AddServerImage_ImageGiven_BuildsNothing()
    {
        var builder = UnstartedApplication.CreateBuilder();

        var image = builder.AddServerImage("backend", new AppHostOptions { BackendImage = "registry:5000/backend:1.2" });

        Assert.Equal(new ServerImage("registry:5000/backend", "1.2", Build: null), image);
        Assert.Empty(builder.Resources);
    }

    [Fact]
    public async Task AddServerImage_ImageToBuild_RunsTheEngineOnce()
    {
        var builder = UnstartedApplication.CreateBuilder();
        builder.Configuration["RUNTIME_IMAGE"] = "mirror/runtime:10";

        var image = builder.AddServerImage("backend", new AppHostOptions { Containers = true, ContainerEngine = "podman" });

        var build = Assert.IsType<ExecutableResource>(Assert.Single(builder.Resources));
        Assert.Same(build, image.Build!.Resource);
        Assert.Equal("backend-image", build.Name);
        Assert.Equal("podman", build.Command);
        Assert.Equal(Path.GetFullPath("..", builder.AppHostDirectory), build.WorkingDirectory);
        Assert.Equal(
            [
                "build",
                "--build-arg",
                "PROJECT=Backend",
                "--build-arg",
                "RUNTIME_IMAGE=mirror/runtime:10",
                "--tag",
                $"{image.Name}:{image.Tag}",
                ".",
            ],
            await ArgumentsOfAsync(build));
    }

    private static async Task<IEnumerable<object>> ArgumentsOfAsync(ExecutableResource resource)
    {
        var arguments = new List<object>();
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await callback.Callback(new CommandLineArgsCallbackContext(arguments, resource, TestContext.Current.CancellationToken));
        }

        return arguments;
    }
}
