using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Core.Membership;
using LoadBalancer.Registration;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Registration;

/// <summary>A server's registrar, with a registry that tests can make fail and a clock that they advance.</summary>
internal sealed class RegistrarSetup : IAsyncDisposable
{
    /// <summary>The event id of a successful registration.</summary>
    public const int Registered = 2101;

    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly StubServer _server = new("http://127.0.0.1:41001");

    public RegistrarSetup()
    {
        Registry = new(new InMemoryServerRegistry(Time));
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        Registrar = new(Registry, new(_server, options), new(), options, Time, LoopLogs.Of(Log, Faults));
    }

    public FakeTimeProvider Time { get; } = new(Changes.Noon);

    public BackgroundFaults Faults { get; } = new(TimeProvider.System, NullLogger<BackgroundFaults>.Instance);

    public RecordingLogger<ServerRegistrar> Log { get; } = new();

    public RegistrationOptions Options { get; } = new() { Id = "a" };

    public FlakyServerRegistry Registry { get; }

    public ServerRegistrar Registrar { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task StartAsync()
    {
        await Registrar.StartAsync(Token);
        await Registrar.StartedAsync(Token);
    }

    public async Task JoinAsync()
    {
        await StartAsync();
        await Eventually.TrueAsync("it has joined", () => Log.CountOf(Registered) == 1, Patience);
    }

    public async Task<Server[]> ServersAsync() => [.. (await Registry.ReadAsync(Token)).Servers];

    public Task AdvanceUntilAsync(string what, Func<bool> condition) => AdvanceUntilAsync(what, () => Task.FromResult(condition()));

    /// <summary>Advances the clock until a condition is met.</summary>
    public Task AdvanceUntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            Time.Advance(Step);
            return condition();
        },
        Patience);

    public async ValueTask DisposeAsync()
    {
        await Registrar.StopAsync(Token);
        Registrar.Dispose();
        _server.Dispose();
    }
}
