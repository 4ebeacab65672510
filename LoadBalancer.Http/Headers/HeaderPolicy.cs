namespace LoadBalancer.Http.Headers;

/// <summary>
/// The rules of the gateway for each header: one table for all paths. The writers of a path apply it and add the gateway's own headers.
/// Pure, O(1), does not allocate.
/// </summary>
/// <remarks>
/// RFC 9110 §7.6.1 for hop-by-hop headers, including those that <c>Connection</c> names. A message would lose its framing or its target
/// without <c>Content-Length</c> and <c>Host</c>, so <c>Connection</c> cannot remove these.
/// </remarks>
internal static class HeaderPolicy
{
    private const int Ok = 200;
    private const int NoContent = 204;
    private const int UpgradeRequired = 426;

    /// <summary>Returns the rule for a header of a request.</summary>
    public static HeaderRule ForRequest(HeaderKind kind) => kind switch
    {
        HeaderKind.Connection or HeaderKind.TransferEncoding or HeaderKind.Te or HeaderKind.Upgrade or HeaderKind.HopByHop =>
            HeaderRule.Drop,
        HeaderKind.Host or HeaderKind.ContentLength => HeaderRule.Keep,
        HeaderKind.TraceParent or HeaderKind.TraceState => HeaderRule.ReplaceIfTraced,
        HeaderKind.ForwardedFor or HeaderKind.Forwarded => HeaderRule.Replace,
        HeaderKind.ForwardedHost or HeaderKind.ForwardedProto or HeaderKind.Identity => HeaderRule.PassIfTrusted,
        _ => HeaderRule.Pass,
    };

    /// <summary>Returns the rule for a header of a response.</summary>
    public static HeaderRule ForResponse(HeaderKind kind) => kind switch
    {
        HeaderKind.Connection or HeaderKind.TransferEncoding or HeaderKind.Te or HeaderKind.HopByHop => HeaderRule.Drop,

        // A 426 response names the protocols that the server demands (RFC 9110 §15.5.22).
        HeaderKind.Upgrade => HeaderRule.PassIfRequired,

        // 1xx and 204 responses have no body, and so no Content-Length (RFC 9110 §8.6).
        HeaderKind.ContentLength => HeaderRule.PassWithBody,
        _ => HeaderRule.Pass,
    };

    /// <summary>Whether a header of a request is dropped, whatever <c>Connection</c> names.</summary>
    /// <param name="kind">The header.</param>
    /// <param name="isTrusted">Whether a trusted proxy sent the request.</param>
    /// <param name="isTraced">Whether the gateway writes its own trace context.</param>
    public static bool DropsFromRequest(HeaderKind kind, bool isTrusted, bool isTraced) => ForRequest(kind) switch
    {
        HeaderRule.Drop or HeaderRule.Replace => true,
        HeaderRule.PassIfTrusted => !isTrusted,
        HeaderRule.ReplaceIfTraced => isTraced,
        _ => false,
    };

    /// <summary>Whether a header of a response is dropped, whatever <c>Connection</c> names.</summary>
    /// <param name="kind">The header.</param>
    /// <param name="status">The status of the response.</param>
    public static bool DropsFromResponse(HeaderKind kind, int status) => ForResponse(kind) switch
    {
        HeaderRule.Drop => true,
        HeaderRule.PassWithBody => status is < Ok or NoContent,
        HeaderRule.PassIfRequired => status != UpgradeRequired,
        _ => false,
    };

    /// <summary>Whether <c>Connection</c> can remove a header.</summary>
    public static bool MayBeNamed(HeaderKind kind) => ForRequest(kind) != HeaderRule.Keep;
}
