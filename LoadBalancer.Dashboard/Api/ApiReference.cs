namespace LoadBalancer.Dashboard.Api;

/// <summary>What the dashboard adds to the API reference (<c>/scalar</c>).</summary>
internal static class ApiReference
{
    /// <summary>The way back. Addresses are relative, since a proxy may serve the dashboard under a path of its own.</summary>
    public const string Header = """
        <header style="padding: 10px 24px; border-bottom: 1px solid #8884; font: 14px/1.5 Inter, system-ui, sans-serif">
        <a href="../" style="color: inherit">&larr; Dashboard</a></header>
        """;

    /// <summary>Gives the reference the look that the viewer has chosen in the dashboard.</summary>
    public const string ThemeScript =
        "try { localStorage.setItem('colorMode', localStorage.getItem('theme') ?? 'system'); } catch { /* No storage: the default. */ }";
}
