using System.Globalization;
using LoadBalancer.Gateway.Limits;

namespace LoadBalancer.Gateway.Endpoints;

/// <summary>The gateway's own answers to requests that no server answered: <c>application/problem+json</c> (RFC 9457), no addresses in them.</summary>
internal static class Problems
{
    private const int RetryAfterSeconds = 1;

    public static Task NoServerAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "No server can take this request at the moment.");
    }

    /// <summary>The status is the one that forwarding has set: 502, 504, or 400 and 408 where the client's body failed.</summary>
    public static Task ServerFailedAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        if (status is StatusCodes.Status408RequestTimeout or StatusCodes.Status413PayloadTooLarge)
        {
            context.RequestServices.GetRequiredService<Refusals>().Add(status == StatusCodes.Status408RequestTimeout ? RefusalReason.BodyRate : RefusalReason.BodySize);
        }

        return WriteAsync(context, status, status switch
        {
            StatusCodes.Status502BadGateway => "The server failed before it answered.",
            StatusCodes.Status504GatewayTimeout => "The server did not answer in time.",
            StatusCodes.Status408RequestTimeout => "The body came too slowly.",
            StatusCodes.Status413PayloadTooLarge => "The body is too long.",
            _ => "The request could not be forwarded.",
        });
    }

    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
