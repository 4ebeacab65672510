using LoadBalancer.Gateway.Readiness;
using LoadBalancer.Gateway.WarmUp;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Gateway.WarmUp;

/// <summary>Tests when the gateway counts as warming up, and what is logged about it.</summary>
public sealed class WarmUpServiceTests : IAsyncDisposable
{
    private const int Started = 3901;
    private const int Done = 3902;
    private const int Failed = 3903;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger<WarmUpService> _log = new();
    private readonly WarmUpState _state = new();
    private readonly Lifetime _lifetime = new();
    private readonly ComposedGateway _gateway;
    private long _compiled;

    public WarmUpServiceTests() => _gateway = new(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _lifetime.Dispose();
    }

    [Fact]
    public void Constructor_Enabled_IsUnderWayBeforeAnythingListens()
    {
        using var service = NewService(new ServiceCollection());

        Assert.True(_state.IsUnderWay);
    }

    [Fact]
    public async Task Execute_NothingListensYet_WaitsUntilItDoes()
    {
        using var service = NewService(new ServiceCollection());
        await service.StartAsync(Token);
        await Eventually.TrueAsync("it waits for the start", () => _lifetime.IsAwaited, Patience);
        Assert.True(_state.IsUnderWay);
        Assert.Empty(_log.Entries);

        _lifetime.Start();

        await Eventually.TrueAsync("it is over", () => !_state.IsUnderWay, Patience);
        Assert.Equal([Started, Failed], _log.Entries.Select(entry => entry.Id.Id));
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task Stop_BeforeAnythingListens_EndsWithoutALogEntry()
    {
        using var service = NewService(new ServiceCollection());
        await service.StartAsync(Token);
        await Eventually.TrueAsync("it waits for the start", () => _lifetime.IsAwaited, Patience);

        await service.StopAsync(Token);

        Assert.False(_state.IsUnderWay);
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task Execute_TimeIsUpWhileTheCompilerIsBusy_IsDone()
    {
        using var service = NewService(RepeatedServices.Of(_gateway.Services, _gateway.Configuration));
        await service.StartAsync(Token);
        _lifetime.Start();
        await Eventually.TrueAsync("a round is over", () => Volatile.Read(ref _compiled) > 1, Patience);
        Assert.True(_state.IsUnderWay);

        _time.Advance(Longest);

        await Eventually.TrueAsync("it is over", () => !_state.IsUnderWay, Patience);
        Assert.Equal([Started, Done], _log.Entries.Select(entry => entry.Id.Id));
        await service.StopAsync(Token);
    }

    [Fact]
    public async Task Stop_WhileItWarmsUp_LogsNothingMore()
    {
        using var service = NewService(RepeatedServices.Of(_gateway.Services, _gateway.Configuration));
        await service.StartAsync(Token);
        _lifetime.Start();
        await Eventually.TrueAsync("a round is over", () => Volatile.Read(ref _compiled) > 1, Patience);

        await service.StopAsync(Token);

        Assert.False(_state.IsUnderWay);
        Assert.Equal([Started], _log.Entries.Select(entry => entry.Id.Id));
    }

    /// <summary>Creates a service with a compiler that is always busy.</summary>
    private WarmUpService NewService(IServiceCollection services) => new(
        new(services, new(() => Interlocked.Increment(ref _compiled)), _time),
        new(Options.Create(new WarmUpOptions { WarmUp = Longest }), _gateway.Part<RelayRules>()),
        _state,
        _lifetime,
        _time,
        _log);

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();
        private volatile bool _isAwaited;

        /// <summary>Whether the service has asked for the start of the application.</summary>
        public bool IsAwaited => _isAwaited;

        public CancellationToken ApplicationStarted
        {
            get
            {
                _isAwaited = true;
                return _started.Token;
            }
        }

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Start() => _started.Cancel();

        public void StopApplication() => throw new NotSupportedException("A warm-up must not stop the gateway.");

        public void Dispose() => _started.Dispose();
    }
}
