using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using Microsoft.AspNetCore.Connections;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Reads from what YARP left behind how an attempt ended.</summary>
internal static class ForwardingResult
{
    private const long RefusedStream = 7;

    public static AttemptOutcome Of(HttpContext context, RetryState retry)
    {
        var failure = context.Features.Get<IForwarderErrorFeature>();
        var phase = retry.Phase;

        // A response that breaks off is looked for before the client's leaving: its connection is broken off as well then.
        return phase == AttemptPhase.ResponseLeft ? AttemptOutcome.Unwanted
            : failure?.Error == ForwarderError.ResponseBodyDestination && context.Response.HasStarted
                ? (IsMalformed(failure.Exception) ? AttemptOutcome.MalformedContent : AttemptOutcome.BrokenOff)
            : retry.ClientHasGone && failure is not null ? AttemptOutcome.ClientFailed
            : phase == AttemptPhase.TimedOut ? AttemptOutcome.TimedOut
            : failure is null ? AttemptOutcome.Responded
            : phase == AttemptPhase.ResponseAccepted && IsOfTheBody(failure.Error) ? AttemptOutcome.Responded
            : phase == AttemptPhase.NotProcessed ? AttemptOutcome.NotProcessed
            : IsClients(failure) ? AttemptOutcome.ClientFailed
            : context.Response.HasStarted ? AttemptOutcome.BrokenOff
            : BeforeTheResponse(failure);
    }

    /// <summary>A server may answer without having read the whole body; that it then takes no more of it is no failure.</summary>
    private static bool IsOfTheBody(ForwarderError error) =>
        error is ForwarderError.RequestBodyDestination or ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled;

    private static AttemptOutcome BeforeTheResponse(IForwarderErrorFeature failure) => (failure.Error, failure.Exception) switch
    {
        (ForwarderError.NoAvailableDestinations, _) => AttemptOutcome.NotReached,
        (ForwarderError.Request, HttpRequestException exception) => Of(exception),

        // A connection that did not come about in time is told apart by the inner exception only.
        (ForwarderError.RequestTimedOut, OperationCanceledException { InnerException: TimeoutException }) => AttemptOutcome.ConnectTimedOut,
        (ForwarderError.RequestTimedOut, _) => AttemptOutcome.TimedOut,
        (ForwarderError.ResponseBodyDestination, var exception) when IsMalformed(exception) => AttemptOutcome.Malformed,
        _ => AttemptOutcome.NoResponse,
    };

    private static AttemptOutcome Of(HttpRequestException exception) => exception switch
    {
        {
            HttpRequestError: HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.VersionNegotiationError
        } => AttemptOutcome.NotReached,
        { InnerException: HttpProtocolException { ErrorCode: RefusedStream } } => AttemptOutcome.NotProcessed,
        _ when IsMalformed(exception) => AttemptOutcome.Malformed,
        _ => AttemptOutcome.NoResponse,
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

    /// <summary>
    /// Whether reading the client's body was given up because the server took no more of it: a client that has gone shows as an aborted
    /// connection.
    /// </summary>
    private static bool WasCutShort(Exception? exception) =>
        exception is AggregateException { InnerExceptions: var inner }
            && inner.Any(one => one is OperationCanceledException { InnerException: not ConnectionAbortedException });
}
