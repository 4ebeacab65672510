namespace LoadBalancer.Http.Headers;

/// <summary>The gateway's rule for a header.</summary>
internal enum HeaderRule
{
    /// <summary>The header is forwarded, unless <c>Connection</c> names it.</summary>
    Pass,

    /// <summary>The header is forwarded, even if <c>Connection</c> names it.</summary>
    Keep,

    /// <summary>The header is dropped because it concerns one hop.</summary>
    Drop,

    /// <summary>The header is dropped; the gateway writes its own.</summary>
    Replace,

    /// <summary>The header is forwarded if a trusted proxy sent it; otherwise it is dropped.</summary>
    PassIfTrusted,

    /// <summary>The header is dropped if the gateway writes its own trace context; otherwise it is forwarded.</summary>
    ReplaceIfTraced,

    /// <summary>The header is forwarded if the response may have a body; otherwise it is dropped.</summary>
    PassWithBody,

    /// <summary>The header is forwarded if the status demands it (426); otherwise it is dropped.</summary>
    PassIfRequired,
}
