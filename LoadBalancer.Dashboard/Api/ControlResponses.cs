using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Converts the results of operations to HTTP responses.</summary>
internal static class ControlResponses
{
    /// <summary>Runs an operation on behalf of the authenticated client, on the conditions in its headers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="target">The server that it changes; <see langword="null"/> if it changes several, or the placement.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The problem, if the operation failed, and the result.</returns>
    public static async Task<(ProblemHttpResult? Problem, ControlResult Result)> DoAsync(
        HttpContext context, ServerId? target, Func<ControlRequest, Task<ControlResult>> operation)
    {
        if (EntityTags.ReadConditions(context, target, out var conditions) is { } unmatchable)
        {
            return (unmatchable, new(ControlOutcome.Stale, Membership: null));
        }

        var result = await operation(new(Author.Of(context.User), conditions));
        return (ProblemOf(context, result), result);
    }

    /// <summary>
    /// Returns the problem of an operation; <see langword="null"/> if it succeeded. Sets the resulting version as the entity tag.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="result">The result of the operation.</param>
    /// <param name="notFound">What does not exist if the outcome is so; by default, a server.</param>
    public static ProblemHttpResult? ProblemOf(HttpContext context, ControlResult result, ProblemType? notFound = null)
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

        var type = TypeOf(result.Outcome, notFound ?? ProblemType.UnknownServer);
        var reason = result.Reason ?? result.Outcome.ToString();
        return result.Field is { } field ? Problems.OfField(type, field, reason) : Problems.Of(type, reason);
    }

    private static ProblemType TypeOf(ControlOutcome outcome, ProblemType notFound) => outcome switch
    {
        ControlOutcome.Invalid => ProblemType.InvalidValue,
        ControlOutcome.NotFound => notFound,
        ControlOutcome.Exists or ControlOutcome.Conflict => ProblemType.Conflict,
        ControlOutcome.Stale => ProblemType.ConditionNotMet,
        ControlOutcome.RedisUnreachable => ProblemType.Unavailable,
        ControlOutcome.Failed => ProblemType.InternalError,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "The outcome is not a failure."),
    };
}
