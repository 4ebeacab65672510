namespace LoadBalancer.Tests.Functional;

/// <summary>Starts clusters whose gateways relay, or do not.</summary>
internal sealed class ForwardingClusters(bool relays)
{
    /// <summary>Whether it is the relay.</summary>
    public bool Relay => relays;

    private readonly (string Key, string Value) _setting = ("Gateway:Relay", relays ? "true" : "false");

    public Task<TestCluster> StartAsync(params (string Key, string Value)[] settings) => TestCluster.StartAsync([_setting, .. settings]);

    public Task<TestCluster> StartWithServersAsync(int count, params (string Key, string Value)[] settings) => TestCluster.StartWithServersAsync(count, [_setting, .. settings]);
}
