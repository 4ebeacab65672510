using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Responses;

/// <summary>Responses that describe a problem: always <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(ProblemType type, string detail) =>
        Of(type, type.Status ?? StatusCodes.Status400BadRequest, detail, field: null);

    /// <summary>Returns the problem of a value that is not allowed, with the field in addition to the sentence.</summary>
    public static ProblemHttpResult OfField(string field, string detail) => OfField(ProblemType.InvalidValue, field, detail);

    /// <summary>Returns a problem with the field that it concerns in addition to the sentence.</summary>
    public static ProblemHttpResult OfField(ProblemType type, string field, string detail) =>
        Of(type, type.Status ?? StatusCodes.Status400BadRequest, $"{field}: {detail}", field);

    /// <summary>Returns the problem of a body that is not JSON according to its content type.</summary>
    public static ProblemHttpResult OfContentType(HttpRequest request) =>
        Of(ProblemType.NotJson, DescribeContentType(request));

    public static Task WriteAsync(HttpContext context, ProblemType type, string detail) => Of(type, detail).ExecuteAsync(context);

    /// <summary>Writes the problem of a status that the framework determined.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        Of(ProblemType.Of(status), status, detail, field: null).ExecuteAsync(context);

    public static Task WriteTooManyAttemptsAsync(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = SecondsOf(wait);
        return WriteAsync(
            context, ProblemType.TooManyAttempts, $"Too many wrong keys from this address. Try again in {SecondsOf(wait)} s.");
    }

    public static string SecondsOf(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes a body for responses that have only a status: rejections by routing, the body limit, and the framework.</summary>
    public static Task WriteBareAsync(HttpContext context) =>
        WriteAsync(context, context.Response.StatusCode, context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"Nothing exists at {context.Request.Path}; see /openapi/v1.json.",
            StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not allowed at {context.Request.Path}; "
                + $"allowed: {context.Response.Headers.Allow}.",
            StatusCodes.Status413PayloadTooLarge => $"The body is too large: {RequestLimits.BodyBytes} bytes are allowed.",
            StatusCodes.Status415UnsupportedMediaType => DescribeContentType(context.Request),
            StatusCodes.Status400BadRequest => "The request is malformed.",
            _ => "The request was rejected.",
        });

    private static ProblemHttpResult Of(ProblemType type, int status, string detail, string? field) => TypedResults.Problem(
        detail,
        statusCode: status,
        title: type.Title,
        type: type.Uri,
        extensions: field is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["field"] = field });

    private static string DescribeContentType(HttpRequest request) => string.IsNullOrEmpty(request.ContentType)
        ? "The request has no content type: it must be application/json."
        : $"The content type '{request.ContentType}' is not allowed: it must be application/json.";
}
