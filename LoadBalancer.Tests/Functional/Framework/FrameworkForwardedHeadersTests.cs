namespace LoadBalancer.Tests.Functional.Framework;

/// <summary>Without the relay.</summary>
public sealed class FrameworkForwardedHeadersTests() : ForwardedHeadersTests(relays: false);
