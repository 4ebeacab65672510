namespace LoadBalancer.Dashboard.Configuration;

/// <summary>
/// What a dashboard can be told. Configuration section <c>Dashboard</c>: file, environment <c>Dashboard__…</c>, arguments.
/// </summary>
internal sealed class DashboardOptions
{
    public const string Section = "Dashboard";

    /// <summary>
    /// The key that reading and changing needs: 16 to 256 visible ASCII characters. Without any key the dashboard listens on
    /// this machine alone.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>Further keys by name; the events say which one changed something.</summary>
    public Dictionary<string, string> ApiKeys { get; set; } = new(StringComparer.Ordinal);

    /// <summary>How long a login on the page lasts without use: 1 min to 30 days, default 8 h.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>The path under which browsers reach the dashboard behind a reverse proxy, such as <c>/lb</c>; default none.</summary>
    public string? PathBase { get; set; }

    /// <summary>
    /// Proxies before this dashboard whose <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c> and <c>-Prefix</c> count: addresses
    /// or networks such as <c>10.0.0.0/8</c>; at most 64, default none.
    /// </summary>
    public string[]? TrustedProxies { get; set; }
}
