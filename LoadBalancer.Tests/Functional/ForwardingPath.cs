namespace LoadBalancer.Tests.Functional;

/// <summary>
/// How a gateway forwards a request. Behavior that both paths share is tested on both; see <see cref="BothPathsAttribute"/>.
/// </summary>
public enum ForwardingPath
{
    /// <summary>The relay, which serves what it supports: requests over HTTP/1.1.</summary>
    Relay,

    /// <summary>YARP, which serves everything else, and serves all requests when the relay is switched off.</summary>
    Yarp,
}
