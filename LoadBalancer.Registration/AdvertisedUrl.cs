using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registration;

/// <summary>
/// The URL that a server registers: the setting where there is one, else what it really listens on. A wildcard
/// address becomes this machine's own: the first of an interface that is up, loopback where there is no other.
/// </summary>
internal sealed class AdvertisedUrl(IServer server, IOptions<RegistrationOptions> options)
{
    /// <summary>The URL; only after the server has started.</summary>
    /// <exception cref="InvalidOperationException">The server listens on no address that can be told to others.</exception>
    public string Get()
    {
        if (options.Value.Url is { } configured)
        {
            return configured;
        }

        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses.OrderByDescending(url => url.StartsWith("http://", StringComparison.Ordinal))
            .FirstOrDefault(url => !url.Contains("//unix:", StringComparison.Ordinal));
        if (address is null)
        {
            throw new InvalidOperationException("The server listens on no network address; set Registration:Url.");
        }

        var binding = BindingAddress.Parse(address);
        return $"{binding.Scheme}://{(IsWildcard(binding.Host) ? OwnAddress() : binding.Host)}:{binding.Port}{binding.PathBase}";
    }

    private static bool IsWildcard(string host) =>
        host is "*" or "+"
            || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));

    private static string OwnAddress() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up
                && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? "127.0.0.1";
}
