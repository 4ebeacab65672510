using LoadBalancer.AppHost.Launcher;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class ChildExitTests
{
    [Theory]
    [InlineData(0, "exited with code 0")]
    [InlineData(2, "exited with code 2")]
    [InlineData(128, "exited with code 128")]
    [InlineData(255, "exited with code 255")]
    public void ToString_Code_NamesIt(int code, string expected)
    {
        Assert.Equal(expected, new ChildExit(code).ToString());
    }

    [Theory]
    [InlineData(137, "was killed by signal 9 (SIGKILL)")]
    [InlineData(129, "was killed by signal 1 (SIGHUP)")]
    [InlineData(158, "was killed by signal 30")]
    public void ToString_SignalOnUnix_NamesIt(int code, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");

        Assert.Equal(expected, new ChildExit(code).ToString());
    }
}
