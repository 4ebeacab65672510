using Aspire.Hosting.ApplicationModel;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Tests.AppHost.Output;
using LoadBalancer.Tests.Aspire.Hosting;

namespace LoadBalancer.Tests.AppHost.Exits;

public sealed class AppHostExitTests : IDisposable
{
    private readonly RecordedLifetime _lifetime = new();
    private readonly RecordedOutput _output = new();
    private readonly ExecutableResource _gateway = new("gateway", "gateway", ".");

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public void Code_NothingFailed_IsSuccess()
    {
        Assert.Equal(ExitCode.Success, new AppHostExit(_lifetime, _output).Code);
        Assert.False(_lifetime.IsStopping);
    }

    [Fact]
    public void Fail_WithExitCode_PassesItOnAndStopsEverything()
    {
        var exit = new AppHostExit(_lifetime, _output);

        exit.Fail(_gateway, ExitCode.Configuration);

        Assert.Equal(ExitCode.Configuration, exit.Code);
        Assert.True(_lifetime.IsStopping);
        Assert.Equal(["gateway ended with exit code 2: stopping everything"], _output.ErrorLines);
    }

    [Fact]
    public void Fail_CouldNotStart_IsAnEnvironmentFault()
    {
        var exit = new AppHostExit(_lifetime, _output);

        exit.Fail(_gateway, exitCode: null);

        Assert.Equal(ExitCode.Environment, exit.Code);
        Assert.Equal(["gateway could not be started: stopping everything"], _output.ErrorLines);
    }

    [Fact]
    public void Fail_CouldNotStartAfterReady_StopsNothing()
    {
        var exit = new AppHostExit(_lifetime, _output);
        exit.MarkReady();

        exit.Fail(_gateway, exitCode: null);

        Assert.Equal((ExitCode.Success, false), (exit.Code, _lifetime.IsStopping));
        Assert.Equal(["gateway could not be started"], _output.ErrorLines);
    }

    [Fact]
    public void Fail_Twice_KeepsTheFirst()
    {
        var exit = new AppHostExit(_lifetime, _output);

        exit.Fail(_gateway, ExitCode.Configuration);
        exit.Fail(_gateway, ExitCode.Environment);

        Assert.Equal(ExitCode.Configuration, exit.Code);
        Assert.Single(_output.ErrorLines);
    }
}
