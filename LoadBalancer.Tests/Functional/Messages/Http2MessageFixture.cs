using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>A gateway with a recording server behind it, for HTTP/2 clients without TLS.</summary>
public sealed class Http2MessageFixture : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    internal RecordingServer Server { get; } = new();

    internal int Port => _cluster.Gateway.Address.Port;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        await _cluster.ApplyAsync(Changes.Join("recording", url: Server.Url));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await Server.DisposeAsync();
    }
}
