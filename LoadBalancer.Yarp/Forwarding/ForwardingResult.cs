using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.AspNetCore.Connections;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Determines the outcome of an attempt from the errors that YARP records.</summary>
internal static class ForwardingResult
{
    private const long RefusedStream = 7;

    public static AttemptOutcome Of(HttpContext context, RetryState retry)
    {
        var failure = context.Features.Get<IForwarderErrorFeature>();
        var phase = retry.Phase;

        // A response that broke off is checked before the client's disconnection, since the client's connection is then aborted as well.
        return phase == AttemptPhase.ResponseLeft ? AttemptOutcome.Unwanted
            : failure?.Error == ForwarderError.ResponseBodyDestination && context.Response.HasStarted
                ? (IsMalformed(failure.Exception) ? AttemptOutcome.MalformedContent : AttemptOutcome.BrokenOff)
            : failure is not null && context.Features.Get<ExchangeWatch>()?.End == ExchangeEnd.Server
                ? (context.Response.HasStarted ? AttemptOutcome.BrokenOff : AttemptOutcome.TimedOut)
            : failure is not null && (retry.ClientHasGone || context.Features.Get<ExchangeWatch>()?.End == ExchangeEnd.Client)
                ? AttemptOutcome.ClientFailed
            : phase == AttemptPhase.TimedOut ? AttemptOutcome.TimedOut
            : failure is null ? AttemptOutcome.Responded
            : phase == AttemptPhase.ResponseAccepted && IsOfTheBody(failure.Error) ? AttemptOutcome.Responded
            : phase == AttemptPhase.NotProcessed ? AttemptOutcome.NotProcessed
            : IsClients(failure) ? AttemptOutcome.ClientFailed
            : context.Response.HasStarted ? AttemptOutcome.BrokenOff
            : BeforeTheResponse(failure, context.Features.Get<ConnectionUse>());
    }

    /// <summary>
    /// Whether the error concerns the request body. A server may respond without having read the whole body, so it is not a failure if it
    /// then stops reading.
    /// </summary>
    private static bool IsOfTheBody(ForwarderError error) =>
        error is ForwarderError.RequestBodyDestination or ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled;

    private static AttemptOutcome BeforeTheResponse(IForwarderErrorFeature failure, ConnectionUse? use) => Of(failure) switch
    {
        AttemptOutcome.NoResponse when use is { IsReused: true } && IsBroken(failure.Exception) => AttemptOutcome.IdleClosed,
        var outcome => outcome,
    };

    /// <summary>Whether the connection was closed or reset.</summary>
    private static bool IsBroken(Exception? exception) =>
        exception is HttpRequestException && HttpClientFailures.Of(exception).Cause == FailureCause.ConnectionTerminated;

    private static AttemptOutcome Of(IForwarderErrorFeature failure) => (failure.Error, failure.Exception) switch
    {
        (ForwarderError.NoAvailableDestinations, _) => AttemptOutcome.NotReached,
        (ForwarderError.Request, HttpRequestException exception) => Of(exception),
        (ForwarderError.RequestTimedOut, _) => AttemptOutcome.TimedOut,
        (ForwarderError.ResponseBodyDestination, var exception) when IsMalformed(exception) => AttemptOutcome.Malformed,
        _ => AttemptOutcome.NoResponse,
    };

    private static AttemptOutcome Of(HttpRequestException exception) => exception switch
    {
        { InnerException: DialException { Failure.Cause: FailureCause.ConnectionTimeout } } => AttemptOutcome.ConnectTimedOut,
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

    /// <summary>Whether <c>HttpClient</c> could not parse a response. This may also be found in the response's body.</summary>
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
        or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient
        || (failure.Error is ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient && !WasCutShort(failure.Exception))

        // A server need not support WebSockets over HTTP/2; clients that request them must not get it ejected.
        || failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ExtendedConnectNotSupported };

    /// <summary>
    /// Whether reading the client's body was canceled because the server stopped reading it; a client that disconnects causes an aborted
    /// connection instead.
    /// </summary>
    private static bool WasCutShort(Exception? exception) =>
        exception is AggregateException { InnerExceptions: var inner }
            && inner.Any(one => one is OperationCanceledException { InnerException: not ConnectionAbortedException });
}
