using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LoadBalancer.Dashboard.Api;

/// <summary>
/// Versions of the membership as entity tags (RFC 9110 §8.8.3): <c>"EPOCH-VERSION"</c>, and <c>"EPOCH-VERSION-DIGEST"</c> for responses
/// that also depend on the current placement, with <c>.differs</c> after the digest while gateways do not agree on it. All are allowed in
/// conditions of changes.
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

    /// <summary>Parses the conditions of a change.</summary>
    /// <param name="context">The request.</param>
    /// <param name="target">The server that it changes; <see langword="null"/> if it changes several, or the placement.</param>
    /// <param name="conditions">The conditions; <see langword="null"/> if there are none.</param>
    /// <returns>A problem if a condition cannot be read, and so cannot be met.</returns>
    public static ProblemHttpResult? ReadConditions(HttpContext context, ServerId? target, out Preconditions? conditions)
    {
        var headers = context.Request.Headers;
        var malformedMatch = Read(HeaderNames.IfMatch, headers.IfMatch, areWeakKnown: false, out var match);
        var malformedNoneMatch = Read(HeaderNames.IfNoneMatch, headers.IfNoneMatch, areWeakKnown: true, out var noneMatch);
        conditions = match is null && noneMatch is null ? null : new(match, noneMatch, target);
        return malformedMatch ?? malformedNoneMatch;
    }

    /// <summary>Parses a condition. A tag that this API never issues matches no version.</summary>
    private static ProblemHttpResult? Read(string name, StringValues header, bool areWeakKnown, out VersionSet? versions)
    {
        versions = null;
        if (header.Count == 0)
        {
            return null;
        }

        if (header == "*")
        {
            versions = VersionSet.Any;
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags)
            || tags.Count == 0
            || tags.Contains(EntityTagHeaderValue.Any))
        {
            return Problems.Of(
                ProblemType.ConditionNotMet,
                $"{name} must be * or a list of entity tags in quotation marks, such as \"EPOCH-VERSION\".");
        }

        versions = new([.. tags.Where(tag => areWeakKnown || !tag.IsWeak).Select(Read).OfType<MembershipVersion>()]);
        return null;
    }

    private static MembershipVersion? Read(EntityTagHeaderValue tag)
    {
        var parts = tag.Tag.AsSpan().Trim('"').ToString().Split('-');
        return parts.Length is 2 or 3 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(new(parts[0]), number)
            : null;
    }
}
