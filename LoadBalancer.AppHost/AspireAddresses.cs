using System.Net;
using LoadBalancer.AppHost.Exits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.AppHost;

/// <summary>The addresses that users can set for Aspire's dashboard and its services. Aspire reads them late, and throws at what is none.</summary>
internal static class AspireAddresses
{
    private const string Urls = "ASPNETCORE_URLS";

    private static readonly string[] Services =
    [
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL",
        "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
        "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "DOTNET_RESOURCE_SERVICE_ENDPOINT_URL",
    ];

    /// <exception cref="StartException">One of them is no address.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (configuration[Urls] is { Length: > 0 } urls && !urls.Split(';').All(IsBinding))
        {
            throw Refused(Urls, urls);
        }

        foreach (var key in Services)
        {
            if (configuration[key] is { Length: > 0 } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && IsHttp(address.Scheme)))
            {
                throw Refused(key, url);
            }
        }
    }

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

    private static StartException Refused(string key, string value) =>
        new($"{key} is '{value}'; allowed is an address such as http://localhost:15888.", ExitCode.Configuration);
}
