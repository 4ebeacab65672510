using System.Net;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Connections;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Telemetry.RequestLog;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>
/// A second gateway with the same services, on a loopback port, in front of one server. It runs the same code from the client's connection
/// to the server's.
/// </summary>
internal sealed class WarmUpGateway : IAsyncDisposable
{
    private const int Servers = 3;
    private static readonly BindingAddress AnyPort = BindingAddress.Parse("http://127.0.0.1:0");

    private readonly ServiceProvider _services;
    private readonly IServer _kestrel;
    private readonly RequestLogBuffer? _log;
    private readonly byte[] _lines = new byte[64 * 1024];

    private WarmUpGateway(IServiceCollection services)
    {
        _services = services.BuildServiceProvider();
        _log = _services.GetRequiredService<RequestLogLines>().Buffer;
        var options = _services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        options.ConfigurationLoader = null;
        _services.GetRequiredService<ListenerPipeline>()
            .Add(options, new("warm-up", AnyPort, HttpProtocols.Http1AndHttp2) { IsSilent = true });
        _kestrel = _services.GetRequiredService<KestrelType>().Create(_services);
    }

    /// <summary>The address that it listens on.</summary>
    public IPEndPoint Address =>
        IPEndPoint.Parse(new Uri(_kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()).Authority);

    /// <param name="services">See <see cref="RepeatedServices"/>.</param>
    /// <param name="serverUrl">The URL of the server that all members of its cluster refer to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<WarmUpGateway> StartAsync(IServiceCollection services, string serverUrl, CancellationToken cancellationToken)
    {
        var started = new WarmUpGateway(services);
        try
        {
            started.Publish(serverUrl);
            await started._kestrel.StartAsync(new NothingElse(), cancellationToken);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Discards the lines of the request log, which are not written.</summary>
    public void DropLog()
    {
        while (_log?.Take(_lines, out _) > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Stop without waiting: the connections are the warm-up's own.
        await _kestrel.StopAsync(new(canceled: true));
        _kestrel.Dispose();
        await _services.DisposeAsync();
    }

    private void Publish(string serverUrl)
    {
        var options = _services.GetRequiredService<IOptions<PlacementOptions>>().Value;
        var servers = Enumerable.Range(1, Servers).Select(i => new Server { Id = new($"warm-up-{i}"), Url = serverUrl });
        var cluster = ClusterSnapshot.Create(new(new("warm-up"), 1, servers), options.Algorithm);
        var bound = options.LoadFactor == 0
            ? null
            : new LoadBound(cluster, _services.GetRequiredService<ClusterLoad>(), options.LoadFactor, options.LoadFloor);
        _services.GetRequiredService<ClusterState>().Publish(new(cluster, bound), TimeSpan.Zero);
    }
}
