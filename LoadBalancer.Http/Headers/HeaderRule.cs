namespace LoadBalancer.Http.Headers;

/// <summary>What a gateway does with a header.</summary>
internal enum HeaderRule
{
    /// <summary>The header passes, unless <c>Connection</c> names it.</summary>
    Pass,

    /// <summary>The header passes, even if <c>Connection</c> names it.</summary>
    Keep,

    /// <summary>The header is dropped: it concerns one hop.</summary>
    Drop,

    /// <summary>The header is dropped; the gateway writes its own.</summary>
    Replace,

    /// <summary>The header passes if a trusted proxy sent it; otherwise it is dropped.</summary>
    PassIfTrusted,

    /// <summary>The header is dropped if the gateway writes a trace context of its own; otherwise it passes.</summary>
    ReplaceIfTraced,

    /// <summary>The header passes if the response may have a body; otherwise it is dropped.</summary>
    PassWithBody,
}
