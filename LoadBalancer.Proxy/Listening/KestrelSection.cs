namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// Reads addresses and protocols from the platform's <c>Kestrel</c> section; anything else in it is reported as a problem.
/// </summary>
internal static class KestrelSection
{
    private const string Endpoints = "Endpoints";
    private const string Defaults = "EndpointDefaults";
    private const string Url = "Url";
    private const string Protocols = "Protocols";

    public static IEnumerable<string> Check(IConfiguration configuration)
    {
        foreach (var child in configuration.GetSection("Kestrel").GetChildren())
        {
            var problems = child.Key.Equals(Endpoints, StringComparison.OrdinalIgnoreCase) ? child.GetChildren()
                .SelectMany(endpoint => Unknown(endpoint, Url, Protocols))
                : child.Key.Equals(Defaults, StringComparison.OrdinalIgnoreCase) ? Unknown(child, Protocols)
                : [Describe(child, [Endpoints, Defaults])];
            foreach (var problem in problems)
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, params string[] known) =>
        section.GetChildren()
            .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => Describe(child, known));

    private static string Describe(IConfigurationSection section, string[] known) =>
        $"{section.Path}: unknown setting; known settings: {string.Join(", ", known)}. Certificates and "
        + "TLS versions are set with Gateway:Tls.";
}
