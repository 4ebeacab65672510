using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>A protocol upgrade that counts the bytes sent afterwards.</summary>
internal sealed class CountedUpgrade(IHttpUpgradeFeature inner, SentBytes sent) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => new CountedStream(await inner.UpgradeAsync(), sent);
}
