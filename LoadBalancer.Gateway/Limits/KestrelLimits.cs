using LoadBalancer.Gateway.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Gateway.Limits;

/// <summary>Our settings as Kestrel's, for what it serves itself.</summary>
internal static class KestrelLimits
{
    public static void Apply(this KestrelServerLimits kestrel, LimitsOptions limits)
    {
        kestrel.MaxRequestHeaderCount = limits.HeaderCount;
        kestrel.MaxRequestHeadersTotalSize = limits.HeadBytes;
        kestrel.MaxRequestLineSize = limits.TargetBytes + LimitsOptions.BesideTarget;
        kestrel.MaxRequestBufferSize = Math.Max(kestrel.MaxRequestBufferSize ?? 0, limits.HeadBytes + LimitsOptions.BesideTarget);
        kestrel.MaxRequestBodySize = limits.BodyBytes == 0 ? null : limits.BodyBytes;
        kestrel.RequestHeadersTimeout = limits.HeadTimeout;
        kestrel.KeepAliveTimeout = limits.IdleTimeout;
        kestrel.MinRequestBodyDataRate = RateOf(limits.BodyRate, limits.RateGrace);
        kestrel.MinResponseDataRate = RateOf(limits.AnswerRate, limits.RateGrace);
        kestrel.Http2.MaxStreamsPerConnection = limits.Http2.Streams;
        kestrel.Http2.HeaderTableSize = limits.Http2.HeaderTableBytes;
        kestrel.Http2.MaxFrameSize = limits.Http2.FrameBytes;
        kestrel.Http2.MaxRequestHeaderFieldSize = limits.HeadBytes;
    }

    private static MinDataRate? RateOf(int bytesPerSecond, TimeSpan grace) => bytesPerSecond == 0 ? null : new(bytesPerSecond, grace);
}
