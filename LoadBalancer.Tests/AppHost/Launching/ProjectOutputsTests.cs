using LoadBalancer.AppHost.Launching;

namespace LoadBalancer.Tests.AppHost.Launching;

public sealed class ProjectOutputsTests
{
    [Theory]
    [InlineData("Backend")]
    [InlineData("Dashboard")]
    [InlineData("Gateway")]
    [InlineData("Store")]
    public void AssemblyOf_EveryProject_IsInTheBuildOutput(string project)
    {
        var path = ProjectOutputs.AssemblyOf($"LoadBalancer.{project}");

        Assert.Equal($"LoadBalancer.{project}.dll", Path.GetFileName(path));
        Assert.True(File.Exists(path));
    }
}
