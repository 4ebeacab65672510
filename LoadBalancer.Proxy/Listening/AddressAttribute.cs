using System.Net;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Listening;

/// <summary>Validates an IP address, or a wildcard for all addresses of the machine.</summary>
internal sealed class AddressAttribute : SettingAttribute
{
    public override string Allowed => "an IP address, or * for all";

    protected override bool Allows(object value) => value is "*" || IPAddress.TryParse((string)value, out _);
}
