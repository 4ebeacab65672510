using System.Collections.Immutable;

namespace LoadBalancer.Dashboard.Responses;

/// <summary>A kind of problem (RFC 9457), which programs can act on; the detail of a problem is for people.</summary>
/// <param name="Name">The name, which stays the same for good.</param>
/// <param name="Status">The status; <see langword="null"/> for any other.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Meaning">What it means, and what to do.</param>
internal sealed record ProblemType(string Name, int? Status, string Title, string Meaning)
{
    /// <summary>The page that explains all kinds of problems.</summary>
    public const string Page = "/problems";

    public static readonly ProblemType MalformedRequest = new(
        "malformed-request", 400, "The request cannot be read", "The body is not JSON, or not all of it arrived; detail has the place.");

    public static readonly ProblemType InvalidValue = new(
        "invalid-value",
        400,
        "A value is not allowed",
        "A field or a parameter is missing, unknown, given twice, of the wrong type, or out of range; field names it. Without field, the "
            + "change as a whole exceeds a limit.");

    public static readonly ProblemType KeyRequired = new(
        "key-required", 401, "A key is required", "Send Authorization: Bearer KEY, with Dashboard:ApiKey or one of Dashboard:ApiKeys.");

    public static readonly ProblemType Forbidden = new(
        "forbidden",
        403,
        "The request is not allowed",
        "It came from a page of another origin; or the dashboard has no key, and the request is for another name than that of this machine "
            + "or from another machine.");

    public static readonly ProblemType UnknownPath = new(
        "unknown-path", 404, "Nothing exists at this path", "/openapi/v1.json has all paths of the API.");

    public static readonly ProblemType UnknownServer = new(
        "unknown-server",
        404,
        "The server does not exist",
        "No server with this id is a member. For a removal, the server is gone already.");

    public static readonly ProblemType UnknownGateway = new(
        "unknown-gateway", 404, "The gateway does not exist", "No gateway has reported under this name, or it has left.");

    public static readonly ProblemType MethodNotAllowed = new(
        "method-not-allowed", 405, "The method is not allowed", "The header Allow has the methods of this path.");

    public static readonly ProblemType Conflict = new(
        "conflict",
        409,
        "The change conflicts with the cluster",
        "A gateway that reports cannot be forgotten, the number of servers has no orchestrator or another one, a server has registered "
            + "again, or too many others changed the membership at once. Nothing was changed.");

    public static readonly ProblemType ConditionNotMet = new(
        "condition-not-met",
        412,
        "A condition is not met",
        "If-Match or If-None-Match excludes the current version, or cannot be read. Nothing was changed. ETag has the current version: "
            + "read again, and decide anew.");

    public static readonly ProblemType BodyTooLarge = new("body-too-large", 413, "The body is too large", "At most 64 KiB are allowed.");

    public static readonly ProblemType NotJson = new("not-json", 415, "The body is not JSON", "Content-Type must be application/json.");

    public static readonly ProblemType TooManyAttempts = new(
        "too-many-attempts", 429, "Too many wrong keys", "Keys from this address are not checked until Retry-After has passed.");

    public static readonly ProblemType Rejected = new(
        "rejected", null, "The request is rejected", "Any other error of the client, such as 408 for a body that arrives too slowly.");

    public static readonly ProblemType InternalError = new(
        "internal-error",
        500,
        "The dashboard failed",
        "Redis rejected the change itself, or the dashboard has an error; its log has the reason. A repetition does not help.");

    public static readonly ProblemType Unavailable = new(
        "unavailable",
        503,
        "The cluster cannot be read or changed now",
        "Redis is unreachable or accepts no writes, the dashboard cannot read the cluster, or too many look at its requests already. "
            + "A change was made completely or not at all. Send the request again after Retry-After.");

    /// <summary>All kinds, by status.</summary>
    public static readonly ImmutableArray<ProblemType> All =
    [
        MalformedRequest, InvalidValue, KeyRequired, Forbidden, UnknownPath, UnknownServer, UnknownGateway, MethodNotAllowed, Conflict,
        ConditionNotMet, BodyTooLarge, NotJson, TooManyAttempts, Rejected, InternalError, Unavailable,
    ];

    /// <summary>The type of the problem: the place of its explanation.</summary>
    public string Uri => $"{Page}#{Name}";

    /// <summary>Returns the kind of a response that has only a status.</summary>
    public static ProblemType Of(int status) => status >= StatusCodes.Status500InternalServerError
        ? InternalError
        : All.FirstOrDefault(type => type.Status == status) ?? Rejected;
}
