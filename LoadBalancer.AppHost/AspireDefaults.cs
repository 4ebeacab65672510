using System.Globalization;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Ports;

namespace LoadBalancer.AppHost;

/// <summary>
/// The settings of Aspire and its dashboard, with defaults for what the environment, such as launch settings, leaves open.
/// </summary>
internal static class AspireDefaults
{
    /// <summary>The default address of Aspire's dashboard, which is also in <c>Properties/launchSettings.json</c>.</summary>
    public const string DashboardUrl = "http://localhost:15888";

    private const string Persistence = "ASPIRE_DASHBOARD_PERSISTENCE_MODE";
    private const string Urls = "ASPNETCORE_URLS";

    /// <summary>Returns the settings to add, as arguments.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="probe">Checks whether a port can be listened on.</param>
    /// <exception cref="StartException">An address that the user has chosen cannot be listened on.</exception>
    public static IEnumerable<string> Arguments(Func<string, string?> variable, Func<int, PortState> probe)
    {
        // The dashboard is protected by its own login token; a certificate would have to be trusted first.
        yield return "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true";
        yield return "--DcpPublisher:WaitForResourceCleanup=true";
        if (string.IsNullOrEmpty(variable(Persistence)))
        {
            // Otherwise Aspire's dashboard keeps the telemetry of previous runs in the user's profile, hundreds of megabytes after a load
            // test.
            yield return $"--{Persistence}=None";
        }

        if (string.IsNullOrEmpty(variable("DOTNET_ENVIRONMENT")) && string.IsNullOrEmpty(variable("ASPNETCORE_ENVIRONMENT")))
        {
            yield return "--environment=Development";
        }

        var chosen = variable(Urls);
        var url = string.IsNullOrEmpty(chosen) ? DashboardUrl : chosen;
        var isTaken = Uri.TryCreate(url.Split(';')[0], UriKind.Absolute, out var address)
            && address.Port > 0
            && probe(address.Port) != PortState.Free;
        if (isTaken && !string.Equals(url, DashboardUrl, StringComparison.OrdinalIgnoreCase))
        {
            throw new StartException(string.Create(
                CultureInfo.InvariantCulture, $"Port {address!.Port} of Aspire's dashboard ({Urls} is '{url}') is in use by another "
                    + $"process: stop that process, or choose another address."));
        }

        // Without an address, Aspire uses a free port.
        yield return $"--{Urls}={(isTaken ? "" : url)}";
    }
}
