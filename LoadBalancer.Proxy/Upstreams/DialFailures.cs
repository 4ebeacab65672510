using System.Globalization;
using System.Net.Sockets;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The failures of the steps of opening a connection.</summary>
internal static class DialFailures
{
    /// <summary>Returns the failure to resolve a name.</summary>
    public static Failure OfName(string name, SocketException? exception) => new(
        FailureCause.DnsError,
        exception is { SocketErrorCode: SocketError.TryAgain or SocketError.NoRecovery }
            ? $"the name server did not resolve {name}"
            : $"{name} has no address",
        exception);

    /// <summary>Returns the failure to connect to an address.</summary>
    public static Failure OfConnect(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new(FailureCause.ConnectionRefused, Detail: null, exception),
        SocketError.TimedOut => new(FailureCause.ConnectionTimeout, Detail: null, exception),
        SocketError.ConnectionReset or SocketError.ConnectionAborted => new(FailureCause.ConnectionTerminated, Detail: null, exception),
        SocketError.AddressNotAvailable => new(FailureCause.ProxyInternalError, "the gateway has no free local port", exception),
        SocketError.TooManyOpenSockets => new(FailureCause.ProxyInternalError, "the gateway has too many open files", exception),
        SocketError.NoBufferSpaceAvailable => new(FailureCause.ProxyInternalError, "the gateway has no memory for sockets", exception),
        var error => new(FailureCause.DestinationIpUnroutable, error.ToString(), exception),
    };

    /// <summary>Returns the failure of a step that did not end in time.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="what">What did not happen, such as "no connection".</param>
    /// <param name="limit">The timeout.</param>
    /// <param name="exception">The exception that ended the step.</param>
    public static Failure OfTimeout(FailureCause cause, string what, TimeSpan limit, Exception? exception = null) =>
        new(cause, string.Create(CultureInfo.InvariantCulture, $"{what} within {limit.TotalSeconds:0.###} s"), exception);
}
