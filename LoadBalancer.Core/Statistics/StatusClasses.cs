namespace LoadBalancer.Core.Statistics;

/// <summary>Responses by the class of their status (RFC 9110, section 15). Immutable, thread-safe.</summary>
/// <param name="Informational">1xx: changes of protocol. Interim responses are not counted.</param>
/// <param name="Successful">2xx.</param>
/// <param name="Redirection">3xx.</param>
/// <param name="ClientErrors">4xx.</param>
/// <param name="ServerErrors">5xx, and statuses that HTTP does not have.</param>
public readonly record struct StatusClasses(long Informational, long Successful, long Redirection, long ClientErrors, long ServerErrors)
{
    /// <summary>All of them.</summary>
    public long Total => Informational + Successful + Redirection + ClientErrors + ServerErrors;

    /// <summary>Adds up, class by class.</summary>
    public static StatusClasses operator +(StatusClasses left, StatusClasses right) => new(
        left.Informational + right.Informational,
        left.Successful + right.Successful,
        left.Redirection + right.Redirection,
        left.ClientErrors + right.ClientErrors,
        left.ServerErrors + right.ServerErrors);
}
