using LoadBalancer.Cluster.Settings;


namespace LoadBalancer.Dashboard.Security;

/// <summary>
/// Determines the addresses that the dashboard will listen on, from the settings that Kestrel uses, in its order of precedence.
/// </summary>
internal static class ListenAddresses
{
    /// <summary>Ensures that only this machine can reach the dashboard if there is no key.</summary>
    /// <exception cref="SettingException">There is no key, and an address is not on the loopback interface.</exception>
    public static void CheckLoopback(IConfiguration configuration)
    {
        var open = Read(configuration).Where(entry => !IsLoopback(entry.Url))
            .Select(entry => $"{entry.Key}: '{entry.Url}' is not allowed without a key: other machines could reach the dashboard there. "
                + "Set Dashboard:ApiKey (environment Dashboard__ApiKey), or listen on http://localhost:PORT.")
            .ToArray();
        if (open.Length > 0)
        {
            throw new SettingException(open);
        }
    }

    /// <summary>Reads the addresses. Endpoints replace URLs, and URLs replace ports.</summary>
    private static IEnumerable<(string Key, string Url)> Read(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().ToArray();
        if (endpoints.Length > 0)
        {
            return endpoints.Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"] ?? ""));
        }

        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return Split(urls).Select(url => ("ASPNETCORE_URLS", url));
        }

        return new[] { (Key: "http_ports", Scheme: "http"), (Key: "https_ports", Scheme: "https") }
            .SelectMany(setting => Split(configuration[setting.Key] ?? "").Select(port => (setting.Key, $"{setting.Scheme}://*:{port}")));
    }

    private static string[] Split(string list) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsLoopback(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.IsUnixPipe || address.IsNamedPipe || LoopbackName.Is(address.Host);
        }
        catch (FormatException)
        {
            // Kestrel will report the problem; until then it does not count as a loopback address.
            return false;
        }
    }
}
