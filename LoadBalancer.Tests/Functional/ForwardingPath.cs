namespace LoadBalancer.Tests.Functional;

/// <summary>How a gateway forwards a request. What both paths do alike is tested on both: see <see cref="BothPathsAttribute"/>.</summary>
public enum ForwardingPath
{
    /// <summary>The relay, which serves what it can: requests over HTTP/1.1.</summary>
    Relay,

    /// <summary>YARP, which serves everything else, and with the relay switched off everything.</summary>
    Yarp,
}
