using System.Buffers;
using System.Globalization;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Core.Membership;

/// <summary>
/// The values that are allowed in a <see cref="Server"/>. Each check returns <see langword="null"/> or one sentence that names the value
/// and what is allowed. Thread-safe.
/// </summary>
public static class ServerRules
{
    /// <summary>The minimum weight, 1.</summary>
    public const int MinWeight = PlacementLimits.MinWeight;

    /// <summary>The maximum weight, 1,000.</summary>
    public const int MaxWeight = PlacementLimits.MaxWeight;

    /// <summary>The weight of a server that specifies none, 100.</summary>
    public const int DefaultWeight = 100;

    /// <summary>The maximum length of an id, in characters.</summary>
    public const int MaxIdLength = 64;

    /// <summary>The maximum length of a URL, in characters.</summary>
    public const int MaxUrlLength = 2_048;

    /// <summary>The health check of a server that is healthy if it accepts connections, <c>tcp</c>.</summary>
    public const string TcpHealthCheck = "tcp";

    /// <summary>As a health check, represents the gateways' own settings; it is recorded as none.</summary>
    public const string DefaultHealthCheck = "";

    /// <summary>The maximum length of a health check, in characters.</summary>
    public const int MaxHealthCheckLength = 256;

    /// <summary>The maximum length of a build's version, in characters.</summary>
    public const int MaxBuildLength = 128;

    /// <summary>The maximum number of servers in a membership.</summary>
    public const int MaxServers = PlacementLimits.MaxServers;

    /// <summary>
    /// The maximum sum of the weights of a membership, 3,355,000: every algorithm can place keys within it, so that a gateway can build
    /// every membership.
    /// </summary>
    public const int MaxTotalWeight = 3_355_000;

    private static readonly string HealthPaths =
        $"a path that begins with one '/', without a query, at most {MaxHealthCheckLength} printable ASCII characters";

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>
    /// Checks an id: 1 to 64 of <c>a-z A-Z 0-9 . _ -</c>, but not <c>.</c> or <c>..</c>, which are no segments of a path (RFC 3986 §5.2.4).
    /// </summary>
    public static string? CheckId(string? id) =>
        id is { Length: > 0 and <= MaxIdLength } and not ("." or "..") && !id.AsSpan().ContainsAnyExcept(IdCharacters)
            ? null
            : $"The server id '{Shorten(id)}' is not allowed: it must be 1 to {MaxIdLength} of a-z A-Z 0-9 . _ -, not . or ..";

    /// <summary>Checks a weight: <see cref="MinWeight"/> to <see cref="MaxWeight"/>, both included.</summary>
    public static string? CheckWeight(int weight) => PlacementLimits.CheckWeight(weight);

    /// <summary>Checks a recorded health check: <see cref="TcpHealthCheck"/>, or what <see cref="CheckHealthPath"/> allows.</summary>
    public static string? CheckHealthCheck(string? check) =>
        string.Equals(check, TcpHealthCheck, StringComparison.Ordinal) || CheckHealthPath(check) is null
            ? null
            : $"The health check '{Shorten(check)}' is not allowed: it must be {TcpHealthCheck}, or {HealthPaths}.";

    /// <summary>
    /// Checks the path of a health endpoint: it begins with one <c>/</c>, and is printable ASCII without a query or a fragment, at most
    /// <see cref="MaxHealthCheckLength"/> characters.
    /// </summary>
    public static string? CheckHealthPath(string? path) =>
        path is ['/', ..] and not ['/', '/', ..] && path.Length <= MaxHealthCheckLength
        && !path.AsSpan().ContainsAnyExceptInRange('!', '~') && !path.AsSpan().ContainsAny('?', '#')
            ? null
            : $"'{Shorten(path)}' is not allowed: it must be {HealthPaths}.";

    /// <summary>Checks the version of a build: 1 to <see cref="MaxBuildLength"/> printable ASCII characters.</summary>
    public static string? CheckBuild(string? build) =>
        build is { Length: > 0 and <= MaxBuildLength } && !build.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? null
            : $"The build '{Shorten(build)}' is not allowed: it must be 1 to {MaxBuildLength} printable ASCII characters.";

    /// <summary>Checks a URL and converts it to the recorded form: no trailing slash.</summary>
    /// <param name="url">
    /// The URL. An explicit default port is kept: with nginx's placement (Ketama), which uses names as written, <c>http://a</c> and
    /// <c>http://a:80</c> own different keys.
    /// </param>
    /// <param name="normalized">The recorded form, or the empty string if the check fails.</param>
    public static string? CheckUrl(string? url, out string normalized)
    {
        normalized = "";
        if (url is not { Length: > 0 and <= MaxUrlLength }
            || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0 || uri.Port == 0
            || uri.UserInfo.Length > 0 || url.AsSpan().ContainsAny('?', '#'))
        {
            return RejectUrl(url);
        }

        var port = uri.IsDefaultPort && WritesPort(url) ? string.Create(CultureInfo.InvariantCulture, $":{uri.Port}") : "";
        var recorded = string.Concat(uri.GetLeftPart(UriPartial.Authority), port, uri.AbsolutePath).TrimEnd('/');
        if (recorded.Length > MaxUrlLength)
        {
            return RejectUrl(url);
        }

        normalized = recorded;
        return null;
    }

    private static string RejectUrl(string? url) =>
        $"The URL '{Shorten(url)}' is not allowed: it must be absolute, http or https, without user, query or fragment, at most "
        + $"{MaxUrlLength} characters.";

    private static bool WritesPort(string url)
    {
        var authority = url.AsSpan(url.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = authority.IndexOfAny('/', '\\');
        authority = end < 0 ? authority : authority[..end];
        return authority.LastIndexOfAnyExceptInRange('0', '9') is >= 0 and var last
            && authority[last] == ':' && last + 1 < authority.Length;
    }

    private static string? Shorten(string? text) => text is { Length: > 100 } ? string.Concat(text.AsSpan(0, 100), "…") : text;
}
