using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The failures of TLS.</summary>
internal static class TlsFailures
{
    /// <summary>Where an error code has the library that reports it, and the number of the library for TLS (<c>ERR_LIB_SSL</c>).</summary>
    private const int LibraryShift = 23;
    private const int TlsLibrary = 20;

    /// <summary>OpenSSL reports an alert of the peer as its number (RFC 8446 §6) plus this (<c>SSL_AD_REASON_OFFSET</c>).</summary>
    private const int AlertOffset = 1_000;
    private const int LastAlert = 255;

    private static readonly Dictionary<int, string> Alerts = new()
    {
        [10] = "unexpected_message",
        [20] = "bad_record_mac",
        [22] = "record_overflow",
        [40] = "handshake_failure",
        [42] = "bad_certificate",
        [43] = "unsupported_certificate",
        [44] = "certificate_revoked",
        [45] = "certificate_expired",
        [46] = "certificate_unknown",
        [47] = "illegal_parameter",
        [48] = "unknown_ca",
        [49] = "access_denied",
        [50] = "decode_error",
        [51] = "decrypt_error",
        [70] = "protocol_version",
        [71] = "insufficient_security",
        [80] = "internal_error",
        [86] = "inappropriate_fallback",
        [90] = "user_canceled",
        [109] = "missing_extension",
        [110] = "unsupported_extension",
        [112] = "unrecognized_name",
        [113] = "bad_certificate_status_response",
        [115] = "unknown_psk_identity",
        [116] = "certificate_required",
        [120] = "no_application_protocol",
    };

    /// <summary>Returns the failure of a handshake whose certificate, if the server sent one, was accepted.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        _ when AlertIn(exception) is { } alert => alert,
        IOException or SocketException or ObjectDisposedException =>
            new(FailureCause.ConnectionTerminated, "the server closed the connection during the TLS handshake", exception),
        AuthenticationException { InnerException: null } =>
            new(FailureCause.TlsProtocolError, "the server did not respond with TLS", exception),
        _ => new(FailureCause.TlsProtocolError, Detail: null, exception),
    };

    /// <summary>
    /// Returns the failure if the server sent an alert. With TLS 1.3 a server may reject the client's certificate after the handshake, in
    /// place of a response. The platform reports an alert only as the error code of OpenSSL, which it puts into
    /// <see cref="Exception.HResult"/>.
    /// </summary>
    public static Failure? AlertIn(Exception? exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            var (library, reason) = (inner.HResult >> LibraryShift, inner.HResult & ((1 << LibraryShift) - 1));
            if (inner is CryptographicException && library == TlsLibrary && reason is >= AlertOffset and <= AlertOffset + LastAlert)
            {
                return new(FailureCause.TlsAlertReceived, NameOf(reason - AlertOffset), exception);
            }
        }

        return null;
    }

    private static string NameOf(int alert) =>
        Alerts.GetValueOrDefault(alert) ?? string.Create(CultureInfo.InvariantCulture, $"alert {alert}");
}
