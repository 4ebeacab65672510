namespace LoadBalancer.Core.Statistics;

/// <summary>Responses by the class of their status (RFC 9110, section 15). Immutable, thread-safe.</summary>
/// <param name="Informational">1xx: protocol upgrades. Interim responses are not counted.</param>
/// <param name="Successful">2xx.</param>
/// <param name="Redirection">3xx.</param>
/// <param name="ClientErrors">4xx.</param>
/// <param name="ServerErrors">5xx, and values that are not statuses of HTTP.</param>
public readonly record struct StatusClasses(long Informational, long Successful, long Redirection, long ClientErrors, long ServerErrors)
{
    /// <summary>The total number.</summary>
    public long Total => Informational + Successful + Redirection + ClientErrors + ServerErrors;

    /// <summary>Adds the counts of each class.</summary>
    public static StatusClasses operator +(StatusClasses left, StatusClasses right) => new(
        left.Informational + right.Informational,
        left.Successful + right.Successful,
        left.Redirection + right.Redirection,
        left.ClientErrors + right.ClientErrors,
        left.ServerErrors + right.ServerErrors);
}
