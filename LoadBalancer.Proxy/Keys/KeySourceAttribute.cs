using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Keys;

/// <summary>Validates a key source; see <see cref="HashKeySource.TryParse"/>.</summary>
internal sealed class KeySourceAttribute : SettingAttribute
{
    public override string Allowed => "header:NAME, cookie:NAME, query:NAME, path, host, client-ip or client-ip/PREFIX (1 to 128)";

    protected override bool Allows(object value) => HashKeySource.TryParse((string)value, out _);
}
