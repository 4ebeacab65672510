using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Tests.Support;

/// <summary>A counter store that can be unreachable, fail after it has counted, and be emptied.</summary>
internal sealed class FlakyCounterStore : ICounterStore
{
    private volatile InMemoryCounterStore _inner = new();
    private volatile bool _isUnreachable;
    private volatile bool _losesResponses;

    public bool IsUnreachable
    {
        get => _isUnreachable;
        set => _isUnreachable = value;
    }

    public bool LosesResponses
    {
        get => _losesResponses;
        set => _losesResponses = value;
    }

    public void Empty() => _inner = new();

    public async Task<CounterOutcome> AddAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        ThrowIf(IsUnreachable);
        var outcome = await _inner.AddAsync(batch, cancellationToken);
        ThrowIf(LosesResponses);
        return outcome;
    }

    public Task<CounterContribution> ReadContributionAsync(GatewayProcess source, CancellationToken cancellationToken)
    {
        ThrowIf(IsUnreachable || LosesResponses);
        return _inner.ReadContributionAsync(source, cancellationToken);
    }

    public Task<ImmutableDictionary<ServerId, ServerCounts>> ReadTotalsAsync(CancellationToken cancellationToken)
    {
        ThrowIf(IsUnreachable || LosesResponses);
        return _inner.ReadTotalsAsync(cancellationToken);
    }

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new TimeoutException("The store does not respond.");
        }
    }
}
