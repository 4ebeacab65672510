using System.Net;

namespace LoadBalancer.Proxy.Listening;

/// <summary>An endpoint without a socket, which clients cannot connect to.</summary>
internal sealed class EntryEndPoint(string name) : EndPoint
{
    public string Name => name;

    public override string ToString() => name;
}
