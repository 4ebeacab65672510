namespace LoadBalancer.Cluster.Settings;

/// <summary>A configuration section that options are bound to.</summary>
/// <param name="Path">The path of the section.</param>
/// <param name="Options">The type of the options.</param>
internal sealed record BoundSection(string Path, Type Options)
{
    /// <summary>Returns the settings that these options define in a section, which may contain this one.</summary>
    public IEnumerable<string> NamesIn(string section) =>
        string.Equals(Path, section, StringComparison.OrdinalIgnoreCase) ? SectionReader.NamesOf(Options)
        : Path.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase) ? [Path[(section.Length + 1)..].Split(':')[0]]
        : [];
}
