using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Tests.Registration;

/// <summary>A web server that only reports the addresses on which it listens.</summary>
internal sealed class StubServer : IServer
{
    public StubServer(params string[] addresses)
    {
        var feature = new Addresses();
        Array.ForEach(addresses, feature.Bound.Add);
        Features.Set<IServerAddressesFeature>(feature);
    }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // There is nothing to release.
    }

    private sealed class Addresses : IServerAddressesFeature
    {
        public List<string> Bound { get; } = [];

        public bool PreferHostingUrls { get; set; }

        ICollection<string> IServerAddressesFeature.Addresses => Bound;
    }
}
