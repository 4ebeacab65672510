namespace LoadBalancer.Tests.Fuzzing;

/// <summary>A request that can be read in only one way. All text is Latin-1.</summary>
internal sealed record PlainRequest(
    string Method, string Target, string Version, (string Name, string Value)[] Fields, string Body, (string Name, string Value)[] Trailers)
{
    public string[] ValuesOf(string name) =>
        [.. Fields.Where(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];
}
