using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class ExitPolicyTests
{
    [Theory]
    [InlineData(2, false, 2)]
    [InlineData(2, true, 2)]
    [InlineData(1, false, 1)]
    [InlineData(1, true, null)]
    [InlineData(0, false, null)]
    [InlineData(134, false, null)]
    public void FatalCode_Gateway_IsItsConfigurationOrWhatKeptItFromStarting(int code, bool everReady, int? expected)
    {
        Assert.Equal(expected, ExitPolicy.FatalCode(Project.Gateway, new ChildExit(code), everReady));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(137)]
    public void FatalCode_Backend_IsNone(int code)
    {
        Assert.Null(ExitPolicy.FatalCode(Project.Backend, new ChildExit(code), everReady: false));
    }

    [Theory]
    [InlineData(2, false, 2)]
    [InlineData(1, false, 1)]
    [InlineData(2, true, null)]
    [InlineData(1, true, null)]
    [InlineData(134, false, null)]
    public void FatalCode_Dashboard_IsWhatKeptItFromStarting(int code, bool everReady, int? expected)
    {
        Assert.Equal(expected, ExitPolicy.FatalCode(Project.Dashboard, new ChildExit(code), everReady));
    }
}
