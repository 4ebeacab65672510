using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Proxy.Limits;

/// <summary>Applies the gateway's limits to Kestrel, for the requests that Kestrel serves.</summary>
internal static class KestrelLimits
{
    /// <summary>The overhead of a header in the size of an HTTP/2 head, in addition to its name and value (RFC 9113 §10.5.1).</summary>
    private const int LeastFieldBytes = 32;

    public static void Apply(this KestrelServerLimits kestrel, LimitsOptions limits)
    {
        // The gates count headers in HTTP/1.1 and HTTP/2, and a middleware does so in HTTP/3; the parts of a cookie count as one. They also
        // limit targets, to which Kestrel adds the host. Allow as much here as fits.
        kestrel.MaxRequestHeaderCount = Math.Max(limits.HeaderCount, limits.HeadBytes / LeastFieldBytes);
        kestrel.MaxRequestHeadersTotalSize = limits.HeadBytes;
        kestrel.MaxRequestLineSize = limits.HeadBytes;
        kestrel.MaxRequestBufferSize = Math.Max(kestrel.MaxRequestBufferSize ?? 0, limits.HeadBytes + LimitsOptions.BesideTarget);
        kestrel.MaxRequestBodySize = limits.BodyBytes == 0 ? null : limits.BodyBytes;
        kestrel.RequestHeadersTimeout = limits.HeadTimeout;
        kestrel.KeepAliveTimeout = limits.IdleTimeout;
        kestrel.MinRequestBodyDataRate = RateOf(limits.BodyRate, limits.RateGrace);
        kestrel.MinResponseDataRate = RateOf(limits.ResponseRate, limits.RateGrace);
        kestrel.Http2.MaxStreamsPerConnection = limits.Http2.Streams;
        kestrel.Http2.HeaderTableSize = limits.Http2.HeaderTableBytes;
        kestrel.Http2.MaxFrameSize = limits.Http2.FrameBytes;
        kestrel.Http2.MaxRequestHeaderFieldSize = limits.HeadBytes;
    }

    private static MinDataRate? RateOf(int bytesPerSecond, TimeSpan grace) => bytesPerSecond == 0 ? null : new(bytesPerSecond, grace);
}
