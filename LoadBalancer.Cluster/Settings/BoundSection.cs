namespace LoadBalancer.Cluster.Settings;

/// <summary>A section of the configuration that options are bound to.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Options">The type of the options.</param>
internal sealed record BoundSection(string Path, Type Options)
{
    /// <summary>The settings that this knows of a section, which may be one that this one is in.</summary>
    public IEnumerable<string> NamesIn(string section) =>
        string.Equals(Path, section, StringComparison.OrdinalIgnoreCase) ? SectionReader.NamesOf(Options)
        : Path.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase) ? [Path[(section.Length + 1)..].Split(':')[0]]
        : [];
}
