namespace LoadBalancer.Core.Failures;

/// <summary>
/// What went wrong between the gateway and a server. The members that name a section are error types of RFC 9209, see
/// <see cref="FailureCauses.IsRegistered"/>. <see cref="FailureCauses.NameOf"/> returns the name that logs, metrics, traces, and headers
/// use.
/// </summary>
public enum FailureCause
{
    /// <summary>Nothing went wrong.</summary>
    None,

    /// <summary>The name was not resolved in time (RFC 9209 §2.3.1).</summary>
    DnsTimeout,

    /// <summary>The name has no address, or could not be resolved (RFC 9209 §2.3.2).</summary>
    DnsError,

    /// <summary>
    /// The server takes no requests any longer: it drains or was removed, and its time to finish them is over (RFC 9209 §2.3.4).
    /// </summary>
    DestinationUnavailable,

    /// <summary>There is no route to the server's address (RFC 9209 §2.3.6).</summary>
    DestinationIpUnroutable,

    /// <summary>The connection was refused (RFC 9209 §2.3.7).</summary>
    ConnectionRefused,

    /// <summary>The connection was closed or reset before a response began (RFC 9209 §2.3.8).</summary>
    ConnectionTerminated,

    /// <summary>The connection was not opened in time (RFC 9209 §2.3.9).</summary>
    ConnectionTimeout,

    /// <summary>Within a response, nothing was received for too long (RFC 9209 §2.3.10).</summary>
    ConnectionReadTimeout,

    /// <summary>The server read nothing of the request for too long (RFC 9209 §2.3.11).</summary>
    ConnectionWriteTimeout,

    /// <summary>The TLS handshake failed, or TLS was violated later (RFC 9209 §2.3.13).</summary>
    TlsProtocolError,

    /// <summary>The server's certificate was not accepted: expired, of another name, of an unknown authority (RFC 9209 §2.3.14).</summary>
    TlsCertificateError,

    /// <summary>The server sent a TLS alert (RFC 9209 §2.3.15).</summary>
    TlsAlertReceived,

    /// <summary>The response ended too early (RFC 9209 §2.3.18).</summary>
    HttpResponseIncomplete,

    /// <summary>The response's header section is too large (RFC 9209 §2.3.19).</summary>
    HttpResponseHeaderSectionSize,

    /// <summary>The response's trailer section is too large (RFC 9209 §2.3.22).</summary>
    HttpResponseTrailerSectionSize,

    /// <summary>The response's transfer coding could not be decoded (RFC 9209 §2.3.24).</summary>
    HttpResponseTransferCoding,

    /// <summary>The response did not begin in time (RFC 9209 §2.3.26).</summary>
    HttpResponseTimeout,

    /// <summary>The server did not switch to the requested protocol (RFC 9209 §2.3.27).</summary>
    HttpUpgradeFailed,

    /// <summary>The response violates HTTP (RFC 9209 §2.3.28).</summary>
    HttpProtocolError,

    /// <summary>
    /// The gateway itself is the cause: it has no free port or too many open files, or it stopped before the end (RFC 9209 §2.3.30).
    /// </summary>
    ProxyInternalError,

    /// <summary>The server reported that it did not process the request (HTTP/2's REFUSED_STREAM, RFC 9113 §8.7).</summary>
    RequestRefused,

    /// <summary>The response has a status that counts as a failure; for a probe, every status but 200 to 299.</summary>
    UnexpectedStatus,

    /// <summary>The response came from a different server, which now listens at this server's address.</summary>
    AnotherServer,
}
