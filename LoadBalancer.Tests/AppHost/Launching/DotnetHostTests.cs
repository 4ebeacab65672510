using LoadBalancer.AppHost.Launching;

namespace LoadBalancer.Tests.AppHost.Launching;

public sealed class DotnetHostTests
{
    [Fact]
    public void Locate_ThisProcess_FindsAHostThatExists()
    {
        Assert.True(File.Exists(DotnetHost.Locate()));
    }

    [Fact]
    public void Locate_HostPathGiven_UsesIt()
    {
        Assert.Equal("/elsewhere/dotnet", DotnetHost.Locate("/elsewhere/dotnet", "/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0/"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Locate_NoHostPath_UsesTheRuntimeRoot(string? hostPath)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "dotnet"));

        var host = DotnetHost.Locate(
            hostPath, Path.Combine(root, "shared", "Microsoft.NETCore.App", "10.0.0") + Path.DirectorySeparatorChar);

        Assert.Equal(root, Path.GetDirectoryName(host));
        Assert.Equal("dotnet", Path.GetFileNameWithoutExtension(host));
    }
}
