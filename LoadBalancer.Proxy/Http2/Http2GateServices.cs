using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Http2;

/// <summary>Services that the gates of all HTTP/2 connections share.</summary>
internal sealed partial class Http2GateServices(
    RejectionMark mark, Rejections rejections, IOptions<LimitsOptions> options, IOptions<ListeningOptions> listening,
    TimeProvider timeProvider, ILogger<Http2Gate> logger)
{
    /// <summary>
    /// How many times the limit of a head a header block may have: a request that exceeds the limit gets a response as long as its block is
    /// decoded, which the blocks after it need.
    /// </summary>
    private const int Grace = 4;

    public HeadLimits HeadLimits { get; } = options.Value.ToHeadLimits();

    public TimeSpan HeadTimeout => options.Value.HeadTimeout;

    public int HeaderTableBytes => options.Value.Http2.HeaderTableBytes;

    /// <summary>The maximum length of a frame's payload.</summary>
    public int FrameBytes => options.Value.Http2.FrameBytes;

    /// <summary>The maximum number of bytes of an encoded header block; with more the connection ends.</summary>
    public int MostBlockBytes { get; } = options.Value.HeadBytes * Grace;

    /// <summary>Whether requests end when their client closes its sending side.</summary>
    public bool AbortsOnClose => listening.Value.AbortOnClose;

    public RejectionMark Mark => mark;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Closes a connection before anything is read.</summary>
    public void Reject(ConnectionContext connection, RejectionReason reason) => connection.Reject(rejections, reason);

    /// <summary>Counts a request that is rejected.</summary>
    public void Count(MessageError error)
    {
        LogRejected(logger, error);
        rejections.Add(error.ToReason());
    }

    /// <summary>Counts a connection that ends.</summary>
    public void Count(ConnectionFault fault)
    {
        LogEnded(logger, fault);
        rejections.Add(fault switch
        {
            ConnectionFault.BlockSize => RejectionReason.HeadSize,
            ConnectionFault.BlockTimeout => RejectionReason.HeadTimeout,
            _ => RejectionReason.Malformed,
        });
    }

    [LoggerMessage(3511, LogLevel.Debug, "An HTTP/2 request was rejected: {Error}")]
    private static partial void LogRejected(ILogger logger, MessageError error);

    [LoggerMessage(3512, LogLevel.Debug, "An HTTP/2 connection was ended: {Fault}")]
    private static partial void LogEnded(ILogger logger, ConnectionFault fault);
}
