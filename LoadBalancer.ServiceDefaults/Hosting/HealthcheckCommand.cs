using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.ServiceDefaults.Hosting;

/// <summary>
/// The <c>--healthcheck</c> command: requests the health of the running process and reports it as the exit code. An image without a shell
/// has no other program to do so.
/// </summary>
/// <remarks>The address comes from the environment, which both processes share, or from an argument after the command.</remarks>
internal static class HealthcheckCommand
{
    public const string Argument = "--healthcheck";

    private const string Path = "/healthcheck";
    private const int Well = 0;
    private const int NotWell = 1;
    private const int NotAsked = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static bool IsAskedFor(string[] args) => args is [Argument, ..];

    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .Build();
        return args switch
        {
            [_] when AddressOf(configuration) is { } address => await AskAsync(address),
            [_, var text] when Uri.TryCreate(text, UriKind.Absolute, out var address)
                && address.Scheme.StartsWith(Uri.UriSchemeHttp, StringComparison.Ordinal) => await AskAsync(address),
            _ => Explain(NotAsked, $"{Argument} takes at most a URL such as http://localhost:8080{Path}; without one, "
                + "ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS must be set."),
        };
    }

    /// <summary>
    /// Returns the address at which a process with these settings responds, preferring plain HTTP over TLS; null if they do not specify
    /// one.
    /// </summary>
    public static Uri? AddressOf(IConfiguration configuration)
    {
        var urls = Split(configuration["urls"]);
        var listening = urls.Length > 0 ? urls : [.. Split(configuration["http_ports"]).Select(port => $"http://*:{port}")];
        var first = listening.Order(StringComparer.OrdinalIgnoreCase).FirstOrDefault();
        if (first is null)
        {
            return null;
        }

        var binding = BindingAddress.Parse(first);
        var host = binding.Host is "*" or "+"
            || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
            ? IPAddress.Loopback.ToString()
            : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port, Path).Uri;
    }

    private static async Task<int> AskAsync(Uri address)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };

#pragma warning disable CA5359 // The certificate is for the names that clients use; this connects to the local machine, without secrets.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { Timeout = Patience };

        try
        {
            using var response = await client.GetAsync(address);
            return response.IsSuccessStatusCode
                ? Well
                : Explain(NotWell, $"{address} returned {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return Explain(NotWell, $"{address} does not respond: {exception.Message}");
        }
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Explain(int exitCode, string line)
    {
        Console.Error.WriteLine(line);
        return exitCode;
    }
}
