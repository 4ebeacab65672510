using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>The configuration sections that are used. Aspire silently ignores keys of any other section.</summary>
internal static class ConfigurationSections
{
    // Each process checks the keys in its own sections.
    private static readonly string[] Own = ["Gateway", "Dashboard", "Backend", "Registration", "Registry", "Redis", "Telemetry"];

    private static readonly string[] Aspires =
    [
        "AppHost", "Aspire", "Azure", "ConnectionStrings", "Dcp", "DcpPublisher", "Kestrel", "Logging", "Parameters", "Pipeline",
        "Publishing",
    ];

    private static readonly HashSet<string> Known = new([.. Own, .. Aspires], StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns one line for each key whose section nothing reads.</summary>
    /// <param name="keys">Configuration keys as they were written, such as <c>--Gateway:SlowStart</c>.</param>
    public static IEnumerable<string> Check(IEnumerable<string> keys) =>
        from key in keys
        let section = SectionOf(key)
        where !Known.Contains(section) && !section.StartsWith("ASPIRE_", StringComparison.OrdinalIgnoreCase)
        let hint = Similarity.Nearest(section, Own) is { } meant ? $" (did you mean {meant}?)" : ""
        select $"Unknown section '{section}' in {key}{hint}. Known sections: {string.Join(", ", Own)}, and Aspire's "
            + $"{string.Join(", ", Aspires)}.";

    /// <summary>
    /// Returns one line for each environment variable whose section looks like a misspelling of one of ours. Other variables may belong to
    /// any program.
    /// </summary>
    /// <param name="variables">Names, such as <c>Gateway__SlowStart</c>.</param>
    public static IEnumerable<string> CheckVariables(IEnumerable<string> variables) =>
        from variable in variables
        where variable.Contains("__", StringComparison.Ordinal)
        let section = variable.Split("__", 2)[0]
        where !Known.Contains(section)
        let meant = Similarity.Nearest(section, Own)
        where meant is not null
        select $"Warning: environment variable {variable} is not used; did you mean {meant}{variable[section.Length..]}?";

    private static string SectionOf(string key)
    {
        var name = key.StartsWith("--", StringComparison.Ordinal) ? key[2..] : key.TrimStart('/');
        return name.Split(':', 2)[0];
    }
}
