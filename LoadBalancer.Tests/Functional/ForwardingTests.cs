namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Tests of what both ways of forwarding do alike: the relay, and the framework, which serves what the relay does not. They run once
/// for each; the classes in <c>Framework/</c> are those without the relay.
/// </summary>
public abstract class ForwardingTests
{
    private protected ForwardingTests(bool relays) => Clusters = new(relays);

    /// <summary>Starts clusters whose gateways forward in the way under test.</summary>
    private protected ForwardingClusters Clusters { get; }
}
