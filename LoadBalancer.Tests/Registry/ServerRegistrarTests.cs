using LoadBalancer.Core.Membership;
using LoadBalancer.Registry.InMemory;
using LoadBalancer.Registry.Registration;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Registry;

public sealed class ServerRegistrarTests : IAsyncDisposable
{
    private const int Registered = 2101;
    private const int Superseded = 2103;
    private const int Unreachable = 2104;
    private const int FarewellFailed = 2107;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly StubServer _server = new("http://127.0.0.1:41001");
    private readonly RecordingLogger<ServerRegistrar> _log = new();
    private readonly RegistrationOptions _options = new() { Id = "a" };
    private readonly FlakyServerRegistry _registry;
    private readonly ServerRegistrar _registrar;

    public ServerRegistrarTests()
    {
        _registry = new(new InMemoryServerRegistry(_time));
        var options = Options.Create(_options);
        _registrar = new(_registry, new(_server, options), options, _time, _log);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _registrar.StopAsync(Token);
        _registrar.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Start_BeforeTheServerListens_DoesNotJoin()
    {
        await _registrar.StartAsync(Token);
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(Step);
        }

        Assert.Equal(0, _registry.Calls);
    }

    [Fact]
    public async Task Started_TheServerListens_Joins()
    {
        await JoinAsync();

        var server = Assert.Single(await ServersAsync());
        Assert.Equal(("a", "http://127.0.0.1:41001", 100, ServerState.Active), (server.Id, server.Url, server.Weight, server.State));
        Assert.Equal(Changes.Noon, server.Since);
        Assert.NotNull(server.Instance);
    }

    [Fact]
    public async Task Started_WithAWeight_JoinsWithIt()
    {
        _options.Weight = 42;

        await JoinAsync();

        Assert.Equal(42, Assert.Single(await ServersAsync()).Weight);
    }

    [Fact]
    public async Task Lease_OverManyTimesItsLength_IsKept()
    {
        await JoinAsync();

        for (var renewal = 0; renewal < 15; renewal++)
        {
            var calls = _registry.Calls;
            await AdvanceUntilAsync("the lease is renewed", () => _registry.Calls > calls);
            Assert.Empty(await _registry.RemoveExpiredAsync(Step, Token));
        }

        Assert.Single(_registry.Changes);
        Assert.Equal(1, _log.CountOf(Registered));
    }

    [Fact]
    public async Task Lease_LostWithTheRecord_IsFollowedByJoiningAgain()
    {
        await JoinAsync();
        await _registry.ApplyAsync(new MembershipChange.Leave("a"), Token);

        await AdvanceUntilAsync("it has joined again", async () => (await ServersAsync()).Length == 1);

        Assert.Equal(2, _log.CountOf(Registered));
    }

    [Fact]
    public async Task Registry_AwayAndBack_IsToldOnceEachTimeAndJoinedInTheEnd()
    {
        _registry.IsAway = true;
        await StartAsync();
        for (var tries = 1; tries <= 5; tries++)
        {
            await AdvanceUntilAsync("it tries again", () => _registry.Calls >= tries);
        }

        Assert.Equal(1, _log.CountOf(Unreachable));

        _registry.IsAway = false;
        await AdvanceUntilAsync("it has joined", async () => (await ServersAsync()).Length == 1);
        _registry.IsAway = true;
        await AdvanceUntilAsync("it misses the registry again", () => _log.CountOf(Unreachable) == 2);
    }

    [Fact]
    public async Task Superseded_ByAnotherProcess_NeverReturns()
    {
        await JoinAsync();
        await _registry.RegisterAsync(Changes.Join("a", "another"), TimeSpan.FromMinutes(1), Token);
        await AdvanceUntilAsync("it notices", () => _log.CountOf(Superseded) == 1);
        await _registry.ApplyAsync(new MembershipChange.Leave("a", "another"), Token);
        await _registrar.ExecuteTask!;

        await _registrar.StoppingAsync(Token);
        await _registrar.StopAsync(Token);

        Assert.Empty(await ServersAsync());
        Assert.Equal(3, _registry.Changes.Count);
    }

    [Fact]
    public async Task Stop_OfAMember_DrainsWaitsAndLeavesInThatOrder()
    {
        await JoinAsync();

        var stopping = _registrar.StoppingAsync(Token);
        await Eventually.TrueAsync("it drains", async () => (await ServersAsync()) is [{ State: ServerState.Draining }], Patience);
        Assert.False(stopping.IsCompleted);
        _time.Advance(_options.DrainDelay);
        await stopping;
        Assert.Single(await ServersAsync());
        await _registrar.StopAsync(Token);

        Assert.Empty(await ServersAsync());
        Assert.Equal(
            [typeof(MembershipChange.Join), typeof(MembershipChange.SetState), typeof(MembershipChange.Leave)],
            _registry.Changes.Select(change => change.GetType()));
    }

    [Fact]
    public async Task Stop_WhileItDrains_GoesOnRenewing()
    {
        _options.DrainDelay = TimeSpan.FromMinutes(1);
        await JoinAsync();

        var stopping = _registrar.StoppingAsync(Token);
        for (var renewal = 0; renewal < 8; renewal++)
        {
            var calls = _registry.Calls;
            await AdvanceUntilAsync("the lease is renewed", () => _registry.Calls > calls);
        }

        Assert.Empty(await _registry.RemoveExpiredAsync(Step, Token));
        _time.Advance(_options.DrainDelay);
        await stopping;
    }

    [Fact]
    public async Task Stop_RegistryAway_EndsAndSaysSo()
    {
        await JoinAsync();
        _registry.IsAway = true;

        await _registrar.StoppingAsync(Token);
        await _registrar.StopAsync(Token);

        Assert.Equal(2, _log.CountOf(FarewellFailed));
    }

    [Fact]
    public async Task Stop_BeforeItJoined_ChangesNothing()
    {
        await _registrar.StartAsync(Token);

        await _registrar.StoppingAsync(Token);
        await _registrar.StopAsync(Token);

        Assert.Equal(0, _registry.Calls);
    }

    private async Task StartAsync()
    {
        await _registrar.StartAsync(Token);
        await _registrar.StartedAsync(Token);
    }

    private async Task JoinAsync()
    {
        await StartAsync();
        await Eventually.TrueAsync("it has joined", () => _log.CountOf(Registered) == 1, Patience);
    }

    private async Task<Server[]> ServersAsync() => [.. (await _registry.ReadAsync(Token)).Servers];

    private Task AdvanceUntilAsync(string what, Func<bool> condition) => AdvanceUntilAsync(what, () => Task.FromResult(condition()));

    private Task AdvanceUntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            _time.Advance(Step);
            return condition();
        },
        Patience);
}
