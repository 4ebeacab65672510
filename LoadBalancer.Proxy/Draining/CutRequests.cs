using System.Collections.Concurrent;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Proxy.Draining;

/// <summary>The requests that were cut because the time of their server, or of the gateway, to drain was over. Thread-safe.</summary>
internal sealed class CutRequests
{
    /// <summary>The failure of a request that was cut because its server's time was over.</summary>
    public static readonly Failure AtServer = new(FailureCause.DestinationUnavailable, "the server's time to drain was over");

    /// <summary>The failure of a request that was cut because the gateway's time was over.</summary>
    public static readonly Failure AtGateway = new(FailureCause.ProxyInternalError, "the gateway's time to drain was over");

    private readonly ConcurrentDictionary<ServerProcess, int> _atServers = new();
    private volatile bool _gatewayCuts;

    /// <summary>Whether the gateway cuts all requests, so that a client which gets no whole response is not the cause.</summary>
    public bool GatewayCuts => _gatewayCuts;

    /// <summary>The processes of servers at which requests were cut.</summary>
    public IEnumerable<ServerProcess> Servers => _atServers.Keys;

    /// <summary>Records that the gateway is about to cut all requests.</summary>
    public void BeginAtGateway() => _gatewayCuts = true;

    /// <summary>Counts a request that was cut at a server.</summary>
    public void Add(Server server) => _atServers.AddOrUpdate(ServerProcess.Of(server), 1, static (_, count) => count + 1);

    /// <summary>Whether requests were cut at a server.</summary>
    public bool Any(ServerProcess process) => _atServers.ContainsKey(process);

    /// <summary>Returns the number of requests that were cut at a server since the last call.</summary>
    public int Take(ServerProcess process) => _atServers.TryRemove(process, out var count) ? count : 0;
}
