using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Connections;

/// <summary>Notifies the connection of a protocol upgrade before the first byte of the new protocol is read.</summary>
internal sealed class GatedUpgrade(IHttpUpgradeFeature inner, RequestGate gate) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public Task<Stream> UpgradeAsync()
    {
        gate.OpenTunnel();
        return inner.UpgradeAsync();
    }
}
