namespace LoadBalancer.Proxy.Headers;

/// <summary>The target of a request that Kestrel has parsed.</summary>
internal static class RequestTarget
{
    /// <summary>
    /// Splits a target in absolute form into the authority and the target in origin form. The authority takes precedence over <c>Host</c>,
    /// which HTTP/1.0 may omit (RFC 9112 §3.2.2); it is empty for other forms.
    /// </summary>
    public static (string Authority, string Path) Split(string target)
    {
        if (target.StartsWith('/') || target.IndexOf("://", StringComparison.Ordinal) is not (>= 0 and var scheme))
        {
            return ("", target);
        }

        var start = scheme + "://".Length;
        var end = target.AsSpan(start).IndexOfAny('/', '?');
        return end < 0 ? (target[start..], "/")
            : (target.Substring(start, end), target[start + end] == '/' ? target[(start + end)..] : $"/{target[(start + end)..]}");
    }
}
