using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Validates a host name or an IP address.</summary>
internal sealed class HostNameAttribute : SettingAttribute
{
    public override string Allowed => "a host name or an address";

    protected override bool Allows(object value) =>
        Uri.CheckHostName((string)value) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;
}
