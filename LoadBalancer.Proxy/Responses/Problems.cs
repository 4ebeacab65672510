using System.Globalization;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Proxy.Responses;

/// <summary>The gateway's own responses to requests that no server responded to.</summary>
internal static class Problems
{
    /// <summary>The error type of responses to requests that are not as they should be (RFC 9209 §2.3.27).</summary>
    public const string RequestError = "http_request_error";

    /// <summary>The error type of responses to requests that a limit rejects, whatever they ask for (RFC 9209 §2.3.26).</summary>
    public const string RequestDenied = "http_request_denied";

    private const int RetryAfterSeconds = 1;

    private static readonly Problem NoneJoined = WithoutServer("No server is available: none is known yet.");

    private static readonly Problem AllLeft = WithoutServer("No server is available: all have left or expired.");

    /// <summary>No server can take the request, or none that could was reached; the client may send it again.</summary>
    public static Problem NoServer { get; } = WithoutServer("No server is available.");

    /// <summary>502.</summary>
    public static Problem ServerFailed { get; } =
        new(StatusCodes.Status502BadGateway, "The server failed before it responded.") { ProxyError = "connection_terminated" };

    /// <summary>502.</summary>
    public static Problem ServerMalformed { get; } = new(StatusCodes.Status502BadGateway, "The server's response is malformed.")
    {
        ProxyError = "http_protocol_error",
    };

    /// <summary>502.</summary>
    public static Problem HeadTooLarge { get; } =
        new(StatusCodes.Status502BadGateway, "The head of the server's response is too large.")
        {
            ProxyError = "http_response_header_section_size",
        };

    /// <summary>504.</summary>
    public static Problem ServerTooSlow { get; } =
        new(StatusCodes.Status504GatewayTimeout, "The server did not respond in time.") { ProxyError = "http_response_timeout" };

    /// <summary>408.</summary>
    public static Problem BodyTooSlow { get; } =
        new(StatusCodes.Status408RequestTimeout, "The request body arrived too slowly.") { ProxyError = RequestError };

    /// <summary>413.</summary>
    public static Problem BodyTooLong { get; } =
        new(StatusCodes.Status413PayloadTooLarge, "The request body is too large.") { ProxyError = RequestError };

    /// <summary>504.</summary>
    public static Problem RequestTooSlow { get; } = new(StatusCodes.Status504GatewayTimeout, "The request took too long.")
    {
        ProxyError = "http_response_timeout",
    };

    /// <summary>Returns the response to a request that no server of a membership can take.</summary>
    public static Problem NoServerOf(MembershipSnapshot membership) =>
        membership.Servers.Length > 0 ? NoServer
        : membership.Version > 0 ? AllLeft
        : NoneJoined;

    /// <summary>Returns the response to a request whose last attempt failed.</summary>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="hasDeparted">Whether a server may have received a part of the request.</param>
    public static Problem Of(AttemptOutcome outcome, bool hasDeparted) => outcome switch
    {
        // A client that receives 503 may send the request again, so it is used only if no server can have processed the request.
        AttemptOutcome.NotProcessed => NoServer,
        AttemptOutcome.Malformed => ServerMalformed,
        AttemptOutcome.HeadTooLarge => HeadTooLarge,
        AttemptOutcome.NotReached or AttemptOutcome.ConnectTimedOut => hasDeparted ? ServerFailed : NoServer,
        AttemptOutcome.TimedOut or AttemptOutcome.LeftBeforeResponse => ServerTooSlow,
        _ => ServerFailed,
    };

    /// <summary>508.</summary>
    public static Problem Loop { get; } =
        new(StatusCodes.Status508LoopDetected, "The request loops through this gateway.") { ProxyError = "proxy_loop_detected" };

    private static Problem WithoutServer(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, detail, RetryAfterSeconds) { ProxyError = "destination_unavailable" };

    public static Task WriteAsync(HttpContext context, int status, string detail) => WriteAsync(context, new(status, detail)
    {
        ProxyError = status < StatusCodes.Status500InternalServerError ? RequestError : "proxy_internal_error",
    });

    /// <summary>Writes a local response.</summary>
    /// <param name="context">The request.</param>
    /// <param name="problem">The response.</param>
    /// <param name="failure">The failure of the last attempt, if an attempt failed.</param>
    public static Task WriteAsync(HttpContext context, Problem problem, Failure failure = default)
    {
        context.Features.Set(new LocalResponse(problem));
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = Problem.ContentType;
        response.ContentLength = problem.Json.Length;
        if (problem.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (context.RequestServices.GetRequiredService<ProxyStatusHeader>().ValueFor(problem, failure) is { } why)
        {
            response.Headers[ProxyStatusHeader.Name] = why;
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(problem.Json).AsTask();
    }

    /// <summary>Writes the response to a request whose body could not be read: 400, 408, or 413.</summary>
    public static Task BodyFailedAsync(HttpContext context, int status)
    {
        var problem = status switch
        {
            StatusCodes.Status408RequestTimeout => BodyTooSlow,
            StatusCodes.Status413PayloadTooLarge => BodyTooLong,
            _ => new(status, "The request could not be forwarded.") { ProxyError = RequestError },
        };
        if (problem == BodyTooSlow || problem == BodyTooLong)
        {
            context.RequestServices.GetRequiredService<Rejections>().Add(problem == BodyTooSlow
                ? RejectionReason.BodyRate
                : RejectionReason.BodySize);
        }

        return WriteAsync(context, problem);
    }
}
