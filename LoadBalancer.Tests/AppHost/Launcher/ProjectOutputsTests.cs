using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class ProjectOutputsTests
{
    [Theory]
    [InlineData("Backend")]
    [InlineData("Gateway")]
    public void AssemblyOf_EveryProject_IsWhereTheBuildPutIt(string project)
    {
        var path = ProjectOutputs.AssemblyOf(Enum.Parse<Project>(project));

        Assert.Equal($"LoadBalancer.{project}.dll", Path.GetFileName(path));
        Assert.True(File.Exists(path));
    }
}
