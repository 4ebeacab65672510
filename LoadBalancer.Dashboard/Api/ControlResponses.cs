using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Converts the results of operations to HTTP responses.</summary>
internal static class ControlResponses
{
    /// <summary>Runs an operation on behalf of the authenticated client, on the condition in <c>If-Match</c>.</summary>
    /// <returns>The problem, if the operation failed, and the result.</returns>
    public static async Task<(ProblemHttpResult? Problem, ControlResult Result)> DoAsync(
        HttpContext context, Func<ControlRequest, Task<ControlResult>> operation)
    {
        if (EntityTags.ReadCondition(context, out var condition) is { } unmatchable)
        {
            return (unmatchable, new(ControlOutcome.Stale, Membership: null));
        }

        var result = await operation(new(Author.Of(context.User), condition));
        return (ProblemOf(context, result), result);
    }

    /// <summary>
    /// Returns the problem of an operation; <see langword="null"/> if it succeeded. Sets the resulting version as the entity tag.
    /// </summary>
    public static ProblemHttpResult? ProblemOf(HttpContext context, ControlResult result)
    {
        if (result.Membership is { } membership)
        {
            context.Response.Headers.ETag = EntityTags.Of(membership.At);
        }

        if (result.IsDone)
        {
            return null;
        }

        if (result.Outcome == ControlOutcome.RedisUnreachable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        var (status, reason) = (StatusOf(result.Outcome), result.Reason ?? result.Outcome.ToString());
        return result.Field is { } field ? Problems.OfField(status, field, reason) : Problems.Of(status, reason);
    }

    private static int StatusOf(ControlOutcome outcome) => outcome switch
    {
        ControlOutcome.Invalid => StatusCodes.Status400BadRequest,
        ControlOutcome.NotFound => StatusCodes.Status404NotFound,
        ControlOutcome.Exists or ControlOutcome.Conflict => StatusCodes.Status409Conflict,
        ControlOutcome.Stale => StatusCodes.Status412PreconditionFailed,
        ControlOutcome.RedisUnreachable => StatusCodes.Status503ServiceUnavailable,
        ControlOutcome.Failed => StatusCodes.Status500InternalServerError,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "The outcome is not a failure."),
    };
}
