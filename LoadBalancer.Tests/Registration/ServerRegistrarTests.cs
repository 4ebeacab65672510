using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Registration;

public sealed class ServerRegistrarTests : IAsyncDisposable
{
    private const int Superseded = 2103;
    private const int Unreachable = 2104;
    private const int Reachable = 2108;

    private readonly RegistrarSetup _setup = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Fact]
    public async Task Start_BeforeTheServerListens_DoesNotJoin()
    {
        await _setup.Registrar.StartAsync(Token);
        for (var i = 0; i < 10; i++)
        {
            _setup.Time.Advance(RegistrarSetup.Step);
        }

        Assert.Equal(0, _setup.Registry.Calls);
    }

    [Fact]
    public async Task Started_TheServerListens_Joins()
    {
        await _setup.JoinAsync();

        var server = Assert.Single(await _setup.ServersAsync());
        Assert.Equal(("a", "http://127.0.0.1:41001", 100, ServerState.Active), (server.Id.Value, server.Url, server.Weight, server.State));
        Assert.Equal(Changes.Noon, server.Since);
        Assert.NotNull(server.Instance);
    }

    [Fact]
    public async Task Started_WithAWeight_JoinsWithIt()
    {
        _setup.Options.Weight = 42;

        await _setup.JoinAsync();

        Assert.Equal(42, Assert.Single(await _setup.ServersAsync()).Weight);
    }

    [Fact]
    public async Task Lease_OverManyTimesItsLength_IsKept()
    {
        await _setup.JoinAsync();

        for (var renewal = 0; renewal < 15; renewal++)
        {
            var calls = _setup.Registry.Calls;
            await _setup.AdvanceUntilAsync("the lease is renewed", () => _setup.Registry.Calls > calls);
            Assert.Empty(await _setup.Registry.RemoveExpiredAsync(RegistrarSetup.Step, Token));
        }

        Assert.Single(_setup.Registry.Changes);
        Assert.Equal(1, _setup.Log.CountOf(RegistrarSetup.Registered));
    }

    [Fact]
    public async Task Lease_LostWithTheRecord_IsFollowedByJoiningAgain()
    {
        await _setup.JoinAsync();
        await _setup.Registry.ApplyAsync(new MembershipChange.Leave(new("a")), Token);

        await _setup.AdvanceUntilAsync("it has joined again", async () => (await _setup.ServersAsync()).Length == 1);

        Assert.Equal(2, _setup.Log.CountOf(RegistrarSetup.Registered));
    }

    [Fact]
    public async Task Registry_UnreachableAndBack_IsLoggedOnceEachTimeAndJoinedInTheEnd()
    {
        _setup.Registry.IsUnreachable = true;
        var startedAt = _setup.Time.GetUtcNow();
        await _setup.StartAsync();
        await _setup.AdvanceUntilAsync("it logs that the registry is unreachable", () => _setup.Log.CountOf(Unreachable) == 1);
        Assert.True(_setup.Time.GetUtcNow() - startedAt >= TimeSpan.FromSeconds(5));
        Assert.InRange(_setup.Registry.Calls, 2, int.MaxValue);
        for (var tries = 1; tries <= 5; tries++)
        {
            var calls = _setup.Registry.Calls;
            await _setup.AdvanceUntilAsync("it tries again", () => _setup.Registry.Calls > calls);
        }

        Assert.Equal(1, _setup.Log.CountOf(Unreachable));

        _setup.Registry.IsUnreachable = false;
        await _setup.AdvanceUntilAsync("it has joined and logs it", () => _setup.Log.CountOf(Reachable) == 1);
        Assert.Single(await _setup.ServersAsync());
        _setup.Registry.IsUnreachable = true;
        await _setup.AdvanceUntilAsync("it loses the registry again", () => _setup.Log.CountOf(Unreachable) == 2);
    }

    [Fact]
    public async Task Superseded_WhileTheOtherProcessLives_StandsBy()
    {
        await _setup.JoinAsync();
        await _setup.Registry.RegisterAsync(Changes.Join("a", "another"), TimeSpan.FromHours(1), Token);
        await _setup.AdvanceUntilAsync("it notices", () => _setup.Log.CountOf(Superseded) == 1);
        for (var look = 0; look < 10; look++)
        {
            var calls = _setup.Registry.Calls;
            await _setup.AdvanceUntilAsync("it polls again", () => _setup.Registry.Calls > calls);
        }

        await _setup.Registrar.StoppingAsync(Token);
        await _setup.Registrar.StopAsync(Token);

        Assert.Equal("another", Assert.Single(await _setup.ServersAsync()).Instance);
        Assert.Equal(2, _setup.Registry.Changes.Count);
        Assert.Equal(1, _setup.Log.CountOf(Superseded));
    }

    [Fact]
    public async Task Superseded_TheOtherProcessLeaves_JoinsAgainAfterALease()
    {
        await _setup.JoinAsync();
        await _setup.Registry.RegisterAsync(Changes.Join("a", "another"), TimeSpan.FromHours(1), Token);
        await _setup.AdvanceUntilAsync("it notices", () => _setup.Log.CountOf(Superseded) == 1);
        await _setup.Registry.ApplyAsync(new MembershipChange.Leave(new("a"), "another"), Token);
        var left = _setup.Time.GetUtcNow();

        await _setup.AdvanceUntilAsync("it has joined again", async () => (await _setup.ServersAsync()).Length == 1);

        Assert.True(_setup.Time.GetUtcNow() - left >= _setup.Options.Lease, $"after {_setup.Time.GetUtcNow() - left}");
        Assert.Equal(2, _setup.Log.CountOf(RegistrarSetup.Registered));
    }

    [Fact]
    public async Task Superseded_TheStoreLosesAllLeases_LeavesTheIdToTheOtherProcess()
    {
        await _setup.JoinAsync();
        await _setup.Registry.RegisterAsync(Changes.Join("a", "another"), TimeSpan.FromHours(1), Token);
        await _setup.AdvanceUntilAsync("it notices", () => _setup.Log.CountOf(Superseded) == 1);
        await _setup.Registry.ApplyAsync(new MembershipChange.Leave(new("a"), "another"), Token);
        var calls = _setup.Registry.Calls;
        await _setup.AdvanceUntilAsync("it has seen the id free", () => _setup.Registry.Calls > calls + 1);

        await _setup.Registry.RegisterAsync(Changes.Join("a", "another"), TimeSpan.FromHours(1), Token);
        for (var look = 0; look < 20; look++)
        {
            calls = _setup.Registry.Calls;
            await _setup.AdvanceUntilAsync("it polls again", () => _setup.Registry.Calls > calls);
        }

        Assert.Equal("another", Assert.Single(await _setup.ServersAsync()).Instance);
    }
}
