using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>A tunnel in an HTTP/2 stream that counts the bytes sent.</summary>
internal sealed class CountedConnect(IHttpExtendedConnectFeature inner, SentBytes sent) : IHttpExtendedConnectFeature
{
    public bool IsExtendedConnect => inner.IsExtendedConnect;

    public string? Protocol => inner.Protocol;

    public async ValueTask<Stream> AcceptAsync() => new CountedStream(await inner.AcceptAsync(), sent);
}
