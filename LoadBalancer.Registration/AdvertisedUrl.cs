using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registration;

/// <summary>
/// Determines the URL that a server registers: the setting if there is one, otherwise the address that it listens on. A wildcard address is
/// replaced by an address of this machine: the first of an interface that is up, or loopback if there is no other.
/// </summary>
internal sealed class AdvertisedUrl(IServer server, IOptions<RegistrationOptions> options)
{
    /// <summary>Returns the URL. Must be called after the server has started.</summary>
    /// <exception cref="InvalidOperationException">The server listens on no address that gateways can use.</exception>
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
