using System.Net.Sockets;

namespace LoadBalancer.Simulator.Loading;

/// <summary>Names the kinds of failures.</summary>
internal static class FailureKind
{
    public static string Of(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "no such name",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no TLS",
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError,
            InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused },
        } => "connection refused",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "not HTTP",
        _ => "broken off",
    };
}
