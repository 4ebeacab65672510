using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.AspNetCore.Connections;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Determines the result of an attempt from the errors that YARP records.</summary>
internal static class ForwardingResult
{
    private const long RefusedStream = 7;
    private const HttpRequestError InvalidResponse = HttpRequestError.InvalidResponse;
    private const HttpRequestError ConfigurationLimitExceeded = HttpRequestError.ConfigurationLimitExceeded;

    public static ExchangeResult Of(HttpContext context, RetryState retry)
    {
        var failure = context.Features.Get<IForwarderErrorFeature>();
        var phase = retry.Phase;
        var end = context.Features.Get<ExchangeWatch>()?.End;

        // A response that broke off is checked before the client's disconnection, since the client's connection is then aborted as well.
        return phase == AttemptPhase.ResponseLeft ? new(AttemptOutcome.Unwanted, Failure.OfStatus(context.Response.StatusCode))
            : failure is not null && end == ExchangeEnd.ServerLeft ? OfLeft(context)
            : failure?.Error == ForwarderError.ResponseBodyDestination && context.Response.HasStarted ? OfContent(failure.Exception)
            : failure is not null && end == ExchangeEnd.Server ? OfSilence(context)
            : failure is not null && (retry.ClientHasGone || end == ExchangeEnd.Client) ? ExchangeResult.ClientFailed
            : phase == AttemptPhase.TimedOut ? new(AttemptOutcome.TimedOut, FailureCause.HttpResponseTimeout)
            : failure is null ? ExchangeResult.Responded
            : phase == AttemptPhase.ResponseAccepted && IsOfTheBody(failure.Error) ? ExchangeResult.Responded
            : phase == AttemptPhase.NotProcessed ? new(AttemptOutcome.NotProcessed, FailureCause.RequestRefused)
            : IsClients(failure) ? ExchangeResult.ClientFailed
            : context.Response.HasStarted ? new(AttemptOutcome.BrokenOff, Incomplete(failure.Exception))
            : BeforeTheResponse(failure, context.Features.Get<ConnectionUse>());
    }

    /// <summary>
    /// Whether the error concerns the request body. A server may respond without having read the whole body, so it is not a failure if it
    /// then stops reading.
    /// </summary>
    private static bool IsOfTheBody(ForwarderError error) =>
        error is ForwarderError.RequestBodyDestination or ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled;

    private static ExchangeResult OfLeft(HttpContext context) =>
        context.Response.HasStarted ? ExchangeResult.LeftWithinResponse : ExchangeResult.LeftBeforeResponse;

    /// <summary>A server that was silent for too long.</summary>
    private static ExchangeResult OfSilence(HttpContext context) => context.Response.HasStarted
        ? new(AttemptOutcome.BrokenOff, FailureCause.ConnectionReadTimeout)
        : new(AttemptOutcome.TimedOut, FailureCause.HttpResponseTimeout);

    private static ExchangeResult BeforeTheResponse(IForwarderErrorFeature failure, ConnectionUse? use) => BeforeTheResponse(failure) switch
    {
        { Outcome: AttemptOutcome.NoResponse, Failure.Cause: FailureCause.ConnectionTerminated } broken
            when use is { IsReused: true } && failure.Exception is HttpRequestException =>
            broken with { Outcome = AttemptOutcome.IdleClosed },
        var result => result,
    };

    private static ExchangeResult OfContent(Exception? exception) => ErrorOf(exception) switch
    {
        InvalidResponse or ConfigurationLimitExceeded => new(AttemptOutcome.MalformedContent, FailureOf(exception)),
        _ => new(AttemptOutcome.BrokenOff, Incomplete(exception)),
    };

    private static Failure Incomplete(Exception? exception) => new(FailureCause.HttpResponseIncomplete, Exception: exception);

    private static ExchangeResult BeforeTheResponse(IForwarderErrorFeature failure) => (failure.Error, failure.Exception) switch
    {
        (ForwarderError.NoAvailableDestinations, _) => new(AttemptOutcome.NotReached, FailureCause.DestinationIpUnroutable),
        (ForwarderError.Request, HttpRequestException exception) => Of(exception),
        (ForwarderError.RequestTimedOut, _) => new(AttemptOutcome.TimedOut, FailureCause.HttpResponseTimeout),
        (ForwarderError.ResponseBodyDestination, var exception) => OfResponse(exception),
        (_, var exception) => new(AttemptOutcome.NoResponse, FailureOf(exception)),
    };

    private static ExchangeResult Of(HttpRequestException exception) => exception switch
    {
        { InnerException: DialException { Failure: { Cause: FailureCause.ConnectionTimeout } failure } } =>
            new(AttemptOutcome.ConnectTimedOut, failure),
        {
            HttpRequestError: HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.VersionNegotiationError
        } => new(AttemptOutcome.NotReached, FailureOf(exception)),
        { InnerException: HttpProtocolException { ErrorCode: RefusedStream } } =>
            new(AttemptOutcome.NotProcessed, FailureOf(exception)),
        _ => OfResponse(exception),
    };

    private static ExchangeResult OfResponse(Exception? exception) => new(
        ErrorOf(exception) switch
        {
            InvalidResponse => AttemptOutcome.Malformed,
            ConfigurationLimitExceeded => AttemptOutcome.HeadTooLarge,
            _ => AttemptOutcome.NoResponse,
        },
        FailureOf(exception));

    private static Failure FailureOf(Exception? exception) =>
        exception is null ? FailureCause.ConnectionTerminated : HttpClientFailures.Of(exception);

    /// <summary>Returns why <c>HttpClient</c> could not read a response: its head, or its body.</summary>
    private static HttpRequestError ErrorOf(Exception? exception) => exception switch
    {
        HttpRequestException { HttpRequestError: var error and (InvalidResponse or ConfigurationLimitExceeded) } => error,
        HttpIOException { HttpRequestError: var error and (InvalidResponse or ConfigurationLimitExceeded) } => error,
        { InnerException: { } inner } => ErrorOf(inner),
        _ => HttpRequestError.Unknown,
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
