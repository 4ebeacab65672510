using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Recording;

/// <summary>Arithmetic on counts by server.</summary>
internal static class CountsExtensions
{
    public static ImmutableDictionary<ServerId, ServerCounts> Plus(
        this ImmutableDictionary<ServerId, ServerCounts> left, ImmutableDictionary<ServerId, ServerCounts> right) =>
        left.SetItems(right.Select(entry => KeyValuePair.Create(entry.Key, left.GetValueOrDefault(entry.Key) + entry.Value)));
}
