namespace LoadBalancer.Proxy.Keys;

/// <summary>The parts of a request that a key may come from.</summary>
internal enum HashKeyKind
{
    Header,
    Cookie,
    Query,
    Path,
    Host,
    ClientIp,
}
