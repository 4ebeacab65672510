using System.Net;

namespace LoadBalancer.Proxy.Listening;

/// <summary>An address without a socket: nobody can connect to it.</summary>
internal sealed class EntryEndPoint(string name) : EndPoint
{
    public string Name => name;

    public override string ToString() => name;
}
