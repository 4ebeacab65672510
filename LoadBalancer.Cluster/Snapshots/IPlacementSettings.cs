namespace LoadBalancer.Cluster.Snapshots;

/// <summary>The settings of one part of the gateway that decide where a key goes.</summary>
internal interface IPlacementSettings
{
    /// <summary>
    /// Returns the settings that have an effect, by their full name. Values with the same effect must be equal on all gateways, so they are
    /// in a canonical form.
    /// </summary>
    IEnumerable<KeyValuePair<string, string>> Read();
}
