namespace LoadBalancer.Cluster.Settings;

/// <summary>Validates a list of networks, such as those of trusted proxies; see <see cref="Networks.TryParse"/>.</summary>
public sealed class NetworksAttribute : SettingAttribute
{
    /// <inheritdoc/>
    public override string Allowed => "an address or a network such as 10.0.0.0/8 or fd00::/8";

    /// <inheritdoc/>
    protected override bool Allows(object value) => Networks.TryParse((string)value, out _);
}
