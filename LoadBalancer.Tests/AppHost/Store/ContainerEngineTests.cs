using System.Diagnostics;
using LoadBalancer.AppHost.Store;

namespace LoadBalancer.Tests.AppHost.Store;

public sealed class ContainerEngineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindAsync_ConfiguredEngineRuns_FindsItByItsInfo()
    {
        using var engine = FakeEngine.ThatRuns();

        Assert.Equal(engine.Path, await ContainerEngine.FindAsync(engine.Configuration, Token));
        Assert.Equal(["info"], engine.Asked);
    }

    [Fact]
    public async Task FindAsync_OlderSettingName_IsReadToo()
    {
        using var engine = FakeEngine.ThatRuns();

        Assert.Equal(engine.Path, await ContainerEngine.FindAsync(FakeEngine.Named(engine.Path, "DOTNET_ASPIRE_CONTAINER_RUNTIME"), Token));
    }

    [Fact]
    public async Task FindAsync_DaemonNotRunning_ReturnsNull()
    {
        using var engine = FakeEngine.ThatFails();

        Assert.Null(await ContainerEngine.FindAsync(engine.Configuration, Token));
        Assert.Equal(["info"], engine.Asked);
    }

    [Fact]
    public async Task FindAsync_NotInstalled_ReturnsNull()
    {
        Assert.Null(await ContainerEngine.FindAsync(FakeEngine.Named("/nowhere/engine"), Token));
    }

    [Fact]
    public async Task FindAsync_DaemonHangs_ReturnsNullWithinThePatience()
    {
        using var engine = FakeEngine.ThatHangs();
        var asking = Stopwatch.StartNew();

        Assert.Null(await ContainerEngine.FindAsync(engine.Configuration, Token));

        // The command times out after five seconds; the upper bound leaves time for a busy machine.
        Assert.InRange(asking.Elapsed, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(25));
    }
}
