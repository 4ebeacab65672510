using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Connections;

/// <summary>The change of protocol, of which the gate is told before the first byte of the other protocol is read.</summary>
internal sealed class GatedUpgrade(IHttpUpgradeFeature inner, RequestGate gate) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public Task<Stream> UpgradeAsync()
    {
        gate.OpenTunnel();
        return inner.UpgradeAsync();
    }
}
