using System.Globalization;
using System.Net.Sockets;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The failures that the platform's HTTP client reports as exceptions.</summary>
internal static class HttpClientFailures
{
    private const long RefusedStream = 7;

    /// <summary>Returns the failure behind an exception of the HTTP client, other than a timeout of the caller.</summary>
    public static Failure Of(Exception exception)
    {
        if (TlsFailures.AlertIn(exception) is { } alert)
        {
            return alert;
        }

        var (cause, detail) = (FailureCause.None, (string?)null);
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case DialException dial:
                    return dial.Failure with { Exception = dial.Failure.Exception ?? exception };
                case HttpProtocolException { ErrorCode: RefusedStream }:
                    return new(FailureCause.RequestRefused, Detail: null, exception);
                case HttpProtocolException protocol:
                    return new(FailureCause.HttpProtocolError, string.Create(
                        CultureInfo.InvariantCulture, $"the server sent the HTTP/2 error code {protocol.ErrorCode}"), exception);
                case HttpIOException or HttpRequestException:
                    (cause, detail) = Of(inner) is { Cause: not FailureCause.None } found ? found : (cause, detail);
                    break;
                case SocketException or IOException when cause == FailureCause.None:
                    cause = FailureCause.ConnectionTerminated;
                    break;
            }
        }

        return new(cause == FailureCause.None ? FailureCause.HttpProtocolError : cause, detail, exception);

        static (FailureCause Cause, string? Detail) Of(Exception exception) =>
            ((exception as HttpRequestException)?.HttpRequestError ?? (exception as HttpIOException)?.HttpRequestError) switch
            {
                HttpRequestError.ResponseEnded or HttpRequestError.ConnectionError => (FailureCause.ConnectionTerminated, null),
                HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => (FailureCause.HttpProtocolError, null),
                HttpRequestError.ConfigurationLimitExceeded => (FailureCause.HttpResponseHeaderSectionSize, null),
                HttpRequestError.ExtendedConnectNotSupported =>
                    (FailureCause.HttpUpgradeFailed, "the server does not support extended CONNECT (RFC 8441)"),
                _ => (FailureCause.None, null),
            };
    }
}
