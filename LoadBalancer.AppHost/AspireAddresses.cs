using System.Globalization;
using System.Net;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Ports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.AppHost;

/// <summary>
/// Checks the addresses that users can set for Aspire's dashboard and its services. Aspire checks them late: it throws on an invalid
/// address, and starts a dashboard even if it cannot listen on its address.
/// </summary>
/// <param name="probe">Checks whether a port can be listened on.</param>
/// <param name="hasCertificate">Returns whether a certificate for https addresses exists.</param>
internal sealed class AspireAddresses(Func<int, PortState> probe, Func<bool> hasCertificate)
{
    private const string Urls = "ASPNETCORE_URLS";

    private static readonly string[] Services =
    [
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL",
        "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
        "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "DOTNET_RESOURCE_SERVICE_ENDPOINT_URL",
    ];

    /// <exception cref="StartException">One of the values is not an address.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (configuration[Urls] is { Length: > 0 } urls && !urls.Split(';').All(IsBinding))
        {
            throw NotAllowed(Urls, urls);
        }

        foreach (var (key, url) in ServicesIn(configuration))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !IsHttp(address.Scheme))
            {
                throw NotAllowed(key, url);
            }
        }
    }

    /// <param name="configuration">The addresses, which <see cref="Check"/> has accepted.</param>
    /// <exception cref="StartException">One of the addresses cannot be listened on.</exception>
    public void EnsureUsable(IConfiguration configuration)
    {
        (string Key, string Url)[] all = [(Urls, configuration[Urls] ?? ""), .. ServicesIn(configuration)];
        if (all.FirstOrDefault(pair => pair.Url.Contains(
            "https://", StringComparison.OrdinalIgnoreCase)) is { Key: { } secure, Url: var written } && !hasCertificate())
        {
            throw new StartException(
                $"{secure} is '{written}', but there is no developer certificate: create one with dotnet dev-certs https --trust, or use "
                + "an http address.");
        }

        if (string.Equals(configuration["DcpPublisher:RandomizePorts"], bool.TrueString, StringComparison.OrdinalIgnoreCase))
        {
            // Tests with Aspire.Hosting.Testing do not listen on these addresses.
            return;
        }

        foreach (var (key, url) in ServicesIn(configuration))
        {
            if (new Uri(url) is { Port: > 0 and var port } && probe(port) != PortState.Free)
            {
                throw new StartException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Cannot listen on port {port} of {key} ('{url}'): stop the process that uses it, or choose another address."));
            }
        }
    }

    private static IEnumerable<(string Key, string Url)> ServicesIn(IConfiguration configuration) =>
        Services.Select(key => (Key: key, Url: configuration[key] ?? "")).Where(pair => pair.Url.Length > 0);

    private static bool IsBinding(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return IsHttp(address.Scheme) && address.Port <= IPEndPoint.MaxPort;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsHttp(string scheme) => scheme is "http" or "https";

    private static StartException NotAllowed(string key, string value) =>
        new($"{key} is '{value}'; it must be an address such as http://localhost:15888.", ExitCode.Configuration);
}
