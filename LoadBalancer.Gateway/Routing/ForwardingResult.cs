using LoadBalancer.Core.Failover;
using LoadBalancer.Gateway.Retries;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Gateway.Routing;

/// <summary>Reads from what YARP left behind how a try ended.</summary>
internal static class ForwardingResult
{
    private const long RefusedStream = 7;

    public static TryOutcome Of(HttpContext context, RetryState retry)
    {
        var failure = context.Features.Get<IForwarderErrorFeature>();
        return retry.LeftAnswer ? TryOutcome.Unwanted
            : retry.ClientHasGone && failure is not null ? TryOutcome.ClientFailed
            : retry.TimedOut ? TryOutcome.TimedOut
            : failure is null ? TryOutcome.Answered
            : retry.AcceptedAnswer && IsOfTheBody(failure.Error) ? TryOutcome.Answered
            : IsClients(failure.Error) ? TryOutcome.ClientFailed
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
        (ForwarderError.RequestTimedOut, OperationCanceledException { InnerException: TimeoutException }) => TryOutcome.NotReached,
        (ForwarderError.RequestTimedOut, _) => TryOutcome.TimedOut,
        _ => TryOutcome.NoAnswer,
    };

    private static TryOutcome Of(HttpRequestException exception) => exception switch
    {
        { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => TryOutcome.NotReached,
        { InnerException: HttpProtocolException { ErrorCode: RefusedStream } } => TryOutcome.NotProcessed,
        _ => TryOutcome.NoAnswer,
    };

    private static bool IsClients(ForwarderError error) => error is
        ForwarderError.RequestCreation or ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
        or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient
        or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeRequestDestination
        or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeActivityTimeout;
}
