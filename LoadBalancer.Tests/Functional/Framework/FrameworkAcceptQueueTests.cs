namespace LoadBalancer.Tests.Functional.Framework;

/// <summary>Without the relay.</summary>
public sealed class FrameworkAcceptQueueTests() : AcceptQueueTests(relays: false);
