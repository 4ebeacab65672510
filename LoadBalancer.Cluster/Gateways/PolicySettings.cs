using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>The names of the settings in <see cref="GatewayStatus.Policy"/>.</summary>
public static class PolicySettings
{
    /// <summary>The placement algorithm; without effect if the membership specifies one.</summary>
    public const string Algorithm = $"{GatewaySection.Name}:Algorithm";

    /// <summary>The sources of keys.</summary>
    public const string HashKey = $"{GatewaySection.Name}:HashKey";

    /// <summary>The length of slow start.</summary>
    public const string SlowStart = $"{GatewaySection.Name}:SlowStart";

    /// <summary>The factor of the load bound; 0 if it is off.</summary>
    public const string LoadFactor = $"{GatewaySection.Name}:LoadFactor";

    /// <summary>The floor of the load bound.</summary>
    public const string LoadFloor = $"{GatewaySection.Name}:LoadFloor";

    /// <summary>The fraction of unhealthy servers beyond which all are used.</summary>
    public const string PanicThreshold = $"{GatewaySection.Name}:Health:PanicThreshold";

    /// <summary>The proxies that identify the client, if the client's address may be the key.</summary>
    public const string TrustedProxies = $"{GatewaySection.Name}:TrustedProxies";

    /// <summary>The proxies that identify the client by the PROXY protocol, if the client's address may be the key.</summary>
    public const string ProxyProtocol = $"{GatewaySection.Name}:ProxyProtocol:Networks";

    /// <summary>Whether a setting decides which key is read from a request.</summary>
    public static bool DecidesKey(string setting) => setting is HashKey or TrustedProxies or ProxyProtocol;

    /// <summary>Whether a setting decides where a key goes only under load.</summary>
    public static bool DecidesUnderLoad(string setting) => setting is LoadFactor or LoadFloor;
}
