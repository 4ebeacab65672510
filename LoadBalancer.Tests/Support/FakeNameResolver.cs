using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Tests.Support;

/// <summary>Resolves names to the addresses that a test sets. Names without addresses are unknown.</summary>
internal sealed class FakeNameResolver : INameResolver
{
    private readonly ConcurrentDictionary<string, IPAddress[]> _names = new(StringComparer.Ordinal);
    private int _resolutions;

    /// <summary>The number of resolutions that have begun.</summary>
    public int Resolutions => Volatile.Read(ref _resolutions);

    /// <summary>If set, resolutions wait for it.</summary>
    public Task? Pending { get; set; }

    public void Set(string name, params string[] addresses) => _names[name] = Array.ConvertAll(addresses, IPAddress.Parse);

    public void Forget(string name) => _names.TryRemove(name, out _);

    public async Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _resolutions);
        await (Pending ?? Task.CompletedTask).WaitAsync(cancellationToken);
        return _names.TryGetValue(name, out var addresses) ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }
}
