using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>A change of protocol, of which what is sent afterwards is counted.</summary>
internal sealed class CountedUpgrade(IHttpUpgradeFeature inner, SentBytes sent) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => new CountedStream(await inner.UpgradeAsync(), sent);
}
