using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>Why attempts failed and requests were rejected in one interval of one gateway. Immutable, thread-safe.</summary>
/// <param name="Servers">
/// The failed attempts by server and by the name of the cause, see <see cref="Core.Failures.FailureCauses"/>; servers without any are
/// omitted.
/// </param>
/// <param name="Rejections">The requests that the gateway rejected with 429 or 503, by reason.</param>
public sealed record IntervalCauses(
    ImmutableDictionary<ServerId, ImmutableArray<CauseCount>> Servers, ImmutableArray<CauseCount> Rejections)
{
    /// <summary>Nothing failed.</summary>
    public static readonly IntervalCauses None = new([], []);

    /// <summary>Whether nothing failed.</summary>
    public bool IsEmpty => Servers.IsEmpty && Rejections.IsEmpty;
}
