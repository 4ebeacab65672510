using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.AppHost.Readiness;

namespace LoadBalancer.Tests.AppHost.Readiness;

/// <summary>Two gateways and a dashboard whose state the test sets; nothing is healthy until then.</summary>
internal sealed class ScriptedReadinessSource : IReadinessSource
{
    private readonly ConcurrentDictionary<string, int?> _usable = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _healthy = new(StringComparer.Ordinal);
    private int _rounds;

    public ImmutableArray<string> Gateways { get; } = ["gateway", "gateway-2"];

    public ImmutableArray<string> Checked { get; } = ["redis", "gateway", "gateway-2", "dashboard"];

    public ImmutableArray<UserAddress> Addresses { get; } =
    [
        new("gateway", "http://localhost/", IsGateway: true), new("gateway-2", "http://localhost:81/", IsGateway: true),
        new("dashboard", "http://localhost:59987/", IsGateway: false),
    ];

    /// <summary>How often every gateway has been queried.</summary>
    public int Rounds => Volatile.Read(ref _rounds) / Gateways.Length;

    public void SetUsable(int? first, int? second)
    {
        _usable[Gateways[0]] = first;
        _usable[Gateways[1]] = second;
    }

    public void SetHealthy(params ReadOnlySpan<string> resources)
    {
        foreach (var resource in resources)
        {
            _healthy[resource] = true;
        }
    }

    public bool IsHealthy(string resource) => _healthy.ContainsKey(resource);

    public Task<int?> CountUsableAsync(string gateway, CancellationToken stop)
    {
        Interlocked.Increment(ref _rounds);
        return Task.FromResult(_usable.GetValueOrDefault(gateway));
    }
}
