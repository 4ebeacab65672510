using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Tunnels;

/// <summary>A protocol upgrade that opens a tunnel.</summary>
/// <param name="inner">The upgrade.</param>
/// <param name="open">Returns the client's side of the tunnel for the client's stream.</param>
internal sealed class TunnelUpgrade(IHttpUpgradeFeature inner, Func<Stream, Stream> open) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => open(await inner.UpgradeAsync());
}
