using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using Microsoft.AspNetCore.Connections;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Reads from what YARP left behind how a try ended.</summary>
internal static class ForwardingResult
{
    private const long RefusedStream = 7;

    public static TryOutcome Of(HttpContext context, RetryState retry)
    {
        var failure = context.Features.Get<IForwarderErrorFeature>();

        // An answer that breaks off is looked for before the client's leaving: its connection is broken off as well then.
        return retry.LeftAnswer ? TryOutcome.Unwanted
            : failure?.Error == ForwarderError.ResponseBodyDestination && context.Response.HasStarted
                ? (IsMalformed(failure.Exception) ? TryOutcome.MalformedContent : TryOutcome.BrokenOff)
            : retry.ClientHasGone && failure is not null ? TryOutcome.ClientFailed
            : retry.TimedOut ? TryOutcome.TimedOut
            : failure is null ? TryOutcome.Answered
            : retry.AcceptedAnswer && IsOfTheBody(failure.Error) ? TryOutcome.Answered
            : retry.WasRefused ? TryOutcome.NotProcessed
            : IsClients(failure) ? TryOutcome.ClientFailed
            : context.Response.HasStarted ? TryOutcome.BrokenOff
            : BeforeTheAnswer(failure);
    }

    /// <summary>A server may answer without having read the whole body; that it then takes no more of it is no failure.</summary>
    private static bool IsOfTheBody(ForwarderError error) =>
        error is ForwarderError.RequestBodyDestination or ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled;

    private static TryOutcome BeforeTheAnswer(IForwarderErrorFeature failure) => (failure.Error, failure.Exception) switch
    {
        (ForwarderError.NoAvailableDestinations, _) => TryOutcome.NotReached,
        (ForwarderError.Request, HttpRequestException exception) => Of(exception),

        // A connection that did not come about in time is told apart by the inner exception only.
        (ForwarderError.RequestTimedOut, OperationCanceledException { InnerException: TimeoutException }) => TryOutcome.ConnectTimedOut,
        (ForwarderError.RequestTimedOut, _) => TryOutcome.TimedOut,
        (ForwarderError.ResponseBodyDestination, var exception) when IsMalformed(exception) => TryOutcome.Malformed,
        _ => TryOutcome.NoAnswer,
    };

    private static TryOutcome Of(HttpRequestException exception) => exception switch
    {
        { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError } => TryOutcome.NotReached,
        { InnerException: HttpProtocolException { ErrorCode: RefusedStream } } => TryOutcome.NotProcessed,
        _ when IsMalformed(exception) => TryOutcome.Malformed,
        _ => TryOutcome.NoAnswer,
    };

    /// <summary>Whether the client could not make a response of what came. A response may say so of its own content, too.</summary>
    private static bool IsMalformed(Exception? exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => true,
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => true,
        { InnerException: { } inner } => IsMalformed(inner),
        _ => false,
    };

    private static bool IsClients(IForwarderErrorFeature failure) => failure.Error is
        ForwarderError.RequestCreation or ForwarderError.RequestCanceled
        or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient
        or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeRequestDestination
        or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeActivityTimeout
        || (failure.Error is ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient && !WasCutShort(failure.Exception))

        // A server need not offer WebSockets over HTTP/2: clients that ask for one must not get it ejected.
        || failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ExtendedConnectNotSupported };

    /// <summary>Whether reading the client's body was given up because the server took no more of it: a client that has gone shows as an aborted connection.</summary>
    private static bool WasCutShort(Exception? exception) =>
        exception is AggregateException { InnerExceptions: var inner } && inner.Any(one => one is OperationCanceledException { InnerException: not ConnectionAbortedException });
}
