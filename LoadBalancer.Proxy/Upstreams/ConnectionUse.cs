using System.Net.Security;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The connection of one request of the platform's HTTP client, as far as it can be known. Thread-safe.</summary>
/// <param name="isSecure">Whether the connection uses TLS.</param>
/// <param name="isHttp2">Whether its protocol is HTTP/2.</param>
internal sealed class ConnectionUse(bool isSecure, bool isHttp2)
{
    private volatile TaskCompletionSource<Failure>? _dial;

    public bool IsSecure => isSecure;

    public bool IsHttp2 => isHttp2;

    /// <summary>The protocol to agree on over TLS; <see langword="null"/> without TLS.</summary>
    public SslApplicationProtocol? Secured =>
        !isSecure ? null : isHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11;

    /// <summary>
    /// Whether the request was sent, if it was, on an HTTP/1.1 connection that had been opened before. The HTTP client does not say which
    /// connection it uses; it opens one for a request that finds no idle one.
    /// </summary>
    public bool IsReused => !isHttp2 && _dial is null;

    /// <summary>
    /// How opening a connection for the request ends; it may end after the request has been canceled. <see langword="null"/> if none is
    /// opened for it.
    /// </summary>
    public Task<Failure>? Dial => _dial?.Task;

    /// <summary>The server's side of the tunnel that the response opens, if it does; <see langword="null"/> for other requests.</summary>
    public UpgradedStream? Upgraded { get; set; }

    /// <summary>Records that a connection is opened for the request.</summary>
    /// <returns>The source of the outcome, which must be set in any case.</returns>
    public TaskCompletionSource<Failure> BeginDial() => _dial = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
