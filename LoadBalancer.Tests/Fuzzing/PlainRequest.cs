namespace LoadBalancer.Tests.Fuzzing;

/// <summary>A request that can be read in only one way. All text is Latin-1.</summary>
internal sealed record PlainRequest(
    string Method, string Target, string Version, (string Name, string Value)[] Fields, string Body, (string Name, string Value)[] Trailers)
{
    public string[] ValuesOf(string name) =>
        [.. Fields.Where(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];

    /// <summary>
    /// Converts the absolute form, which is meant for proxies, to the origin form that servers receive. Its authority replaces the Host
    /// header (RFC 9112 §3.2.2).
    /// </summary>
    public PlainRequest InOriginForm()
    {
        if (!Target.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return this;
        }

        const int Authority = 7;
        var path = Target.IndexOfAny(['/', '?'], Authority);
        var target = path < 0 ? "/" : Target[path] == '?' ? "/" + Target[path..] : Target[path..];
        var host = path < 0 ? Target[Authority..] : Target[Authority..path];
        return this with
        {
            Target = target,
            Fields = [.. Fields.Select(field => field.Name.Equals("Host", StringComparison.OrdinalIgnoreCase) ? ("Host", host) : field)],
        };
    }
}
