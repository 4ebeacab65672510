using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace LoadBalancer.Dashboard.Api;

/// <summary>
/// Versions of the membership as entity tags (RFC 9110 §8.8.3): <c>"EPOCH-VERSION"</c>, and <c>"EPOCH-VERSION-DIGEST"</c> for responses
/// that also depend on the current placement, with <c>.differs</c> after the digest while gateways do not agree on it. All are allowed in
/// <c>If-Match</c>.
/// </summary>
internal static class EntityTags
{
    public static string Of(MembershipVersion version) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version.Epoch}-{version.Version}\"");

    public static string Of(MembershipVersion version, string digest, bool areAgreed) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version.Epoch}-{version.Version}-{digest}{(areAgreed ? "" : ".differs")}\"");

    /// <summary>Whether the client already has this version. Sets the tag of the response in either case.</summary>
    public static bool IsKnown(HttpContext context, string tag)
    {
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        return EntityTagHeaderValue.TryParseList([.. context.Request.Headers.IfNoneMatch.OfType<string>()], out var known)
            && known.Any(entry => entry.Equals(EntityTagHeaderValue.Any) || entry.Compare(new(tag), useStrongComparison: false));
    }

    /// <summary>Parses <c>If-Match</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="version">The required version; <see langword="null"/> for any.</param>
    /// <returns>A problem if no version can match.</returns>
    public static ProblemHttpResult? ReadCondition(HttpContext context, out MembershipVersion? version)
    {
        version = null;
        if (context.Request.Headers.IfMatch.Count == 0 || context.Request.Headers.IfMatch == "*")
        {
            return null;
        }

        if (EntityTagHeaderValue.TryParseList([.. context.Request.Headers.IfMatch.OfType<string>()], out var tags)
            && tags is [{ IsWeak: false } only]
            && TryRead(only.Tag.AsSpan().Trim('"').ToString(), out var read))
        {
            version = read;
            return null;
        }

        return Problems.Of(
            StatusCodes.Status412PreconditionFailed,
            "If-Match must be one entity tag that this API has issued, such as \"EPOCH-VERSION\", or *.");
    }

    private static bool TryRead(string tag, out MembershipVersion version)
    {
        version = default;
        var parts = tag.Split('-');
        if (parts.Length is < 2 or > 3 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        version = new(new(parts[0]), number);
        return true;
    }
}
