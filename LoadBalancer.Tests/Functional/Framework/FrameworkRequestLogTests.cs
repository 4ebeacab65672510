using LoadBalancer.Tests.Functional.RequestLog;

namespace LoadBalancer.Tests.Functional.Framework;

/// <summary>Without the relay.</summary>
public sealed class FrameworkRequestLogTests() : RequestLogTests(relays: false);
