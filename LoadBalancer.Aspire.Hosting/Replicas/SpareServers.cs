using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting.Replicas;

/// <summary>
/// The servers that are not wanted at present. If one of them crashes just before it is stopped, it is not started again. Thread-safe.
/// </summary>
internal sealed class SpareServers
{
    private readonly ConcurrentDictionary<IResource, byte> _spares = new();

    public bool Contains(IResource server) => _spares.ContainsKey(server);

    public void Add(IResource server) => _spares.TryAdd(server, 0);

    public void Remove(IResource server) => _spares.TryRemove(server, out _);
}
