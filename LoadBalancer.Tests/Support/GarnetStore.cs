using LoadBalancer.Store;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Support;

/// <summary>The embedded store, configured as in its own process and shared by all tests.</summary>
public sealed class GarnetStore : IAsyncLifetime
{
    private EmbeddedStore? _store;
    private ConnectionMultiplexer? _connection;

    public ConnectionMultiplexer Connection => _connection!;

    public async ValueTask InitializeAsync()
    {
        _store = EmbeddedStore.Start();
        _connection = await ConnectionMultiplexer.ConnectAsync(_store.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection!.DisposeAsync();
        _store!.Dispose();
    }
}
