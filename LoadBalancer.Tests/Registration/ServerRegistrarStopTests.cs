using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Registration;

public sealed class ServerRegistrarStopTests : IAsyncDisposable
{
    private const int FarewellFailed = 2107;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RegistrarSetup _setup = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Fact]
    public async Task Stop_OfAMember_DrainsWaitsAndLeavesInThatOrder()
    {
        await _setup.JoinAsync();

        var stopping = _setup.Registrar.StoppingAsync(Token);
        await Eventually.TrueAsync("it drains", async () => (await _setup.ServersAsync()) is [{ State: ServerState.Draining }], Patience);
        Assert.False(stopping.IsCompleted);
        _setup.Time.Advance(_setup.Options.DrainDelay);
        await stopping;
        Assert.Single(await _setup.ServersAsync());
        await _setup.Registrar.StopAsync(Token);

        Assert.Empty(await _setup.ServersAsync());
        Assert.Equal(
            [typeof(MembershipChange.Join), typeof(MembershipChange.SetState), typeof(MembershipChange.Leave)],
            _setup.Registry.Changes.Select(change => change.GetType()));
    }

    [Fact]
    public async Task Stop_WhileItDrains_GoesOnRenewing()
    {
        _setup.Options.DrainDelay = TimeSpan.FromMinutes(1);
        await _setup.JoinAsync();

        var stopping = _setup.Registrar.StoppingAsync(Token);
        for (var renewal = 0; renewal < 8; renewal++)
        {
            var calls = _setup.Registry.Calls;
            await _setup.AdvanceUntilAsync("the lease is renewed", () => _setup.Registry.Calls > calls);
        }

        Assert.Empty(await _setup.Registry.RemoveExpiredAsync(RegistrarSetup.Step, Token));
        _setup.Time.Advance(_setup.Options.DrainDelay);
        await stopping;
    }

    [Fact]
    public async Task Stop_RegistryUnreachable_EndsAndLogsIt()
    {
        await _setup.JoinAsync();
        _setup.Registry.IsUnreachable = true;

        await _setup.Registrar.StoppingAsync(Token);
        await _setup.Registrar.StopAsync(Token);

        Assert.Equal(2, _setup.Log.CountOf(FarewellFailed));
    }

    [Fact]
    public async Task Stop_BeforeItJoined_ChangesNothing()
    {
        await _setup.Registrar.StartAsync(Token);

        await _setup.Registrar.StoppingAsync(Token);
        await _setup.Registrar.StopAsync(Token);

        Assert.Equal(0, _setup.Registry.Calls);
    }
}
