using LoadBalancer.Proxy.Draining;
using LoadBalancer.Proxy.Listening;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// A Kestrel server that is configured with its listeners at start instead of at construction, after the settings have been validated.
/// Reports the addresses that clients can connect to, and drains when it stops.
/// </summary>
internal sealed class ListeningServer : IServer, IServerAddressesFeature
{
    private readonly IServer _kestrel;
    private readonly IServerAddressesFeature _bound;
    private readonly KestrelServerOptions _options;
    private readonly Func<ListenerPipeline> _pipeline;
    private readonly Func<GatewayDrain> _drain;
    private GatewayDrain? _running;

    public ListeningServer(
        IServer kestrel, IOptions<KestrelServerOptions> options, Func<ListenerPipeline> pipeline, Func<GatewayDrain> drain)
    {
        _kestrel = kestrel;
        _options = options.Value;
        _pipeline = pipeline;
        _drain = drain;
        _bound = kestrel.Features.GetRequiredFeature<IServerAddressesFeature>();
        kestrel.Features.Set<IServerAddressesFeature>(this);
    }

    public IFeatureCollection Features => _kestrel.Features;

    public ICollection<string> Addresses { get; } = [];

    public bool PreferHostingUrls { get; set; }

    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _pipeline().ApplyTo(_options);
        _running = _drain();
        await _kestrel.StartAsync(application, cancellationToken);
        Addresses.Clear();
        foreach (var address in _bound.Addresses)
        {
            if (!address.EndsWith(Http2Entry.EndPoint.Name, StringComparison.Ordinal))
            {
                Addresses.Add(address);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _running, value: null)?.RunAsync(_kestrel.StopAsync, cancellationToken)
        ?? _kestrel.StopAsync(cancellationToken);

    public void Dispose() => _kestrel.Dispose();
}
